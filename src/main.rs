//! The `declic` program: reads the command line, starts what it asks for.

use clap::Parser;
use declic::{
    error::{AppError, FieldError},
    geo,
    locale::{self, Locale},
    moderation::{
        audit::By,
        roles::{self, Assignment},
    },
    notifications::dead_letters,
    server::{
        config::{Cli, Command, RoleArgs, RoleChange, Settings},
        run, seed, state, telemetry,
    },
    talks, trades,
};
use std::{process::ExitCode, time::Duration};

/// What blocking threads get to finish once everything else has.
const LAST_THREADS: Duration = Duration::from_secs(1);

fn main() -> ExitCode {
    let cli = Cli::parse();
    match prepare(&cli).and_then(|()| carry_out(cli)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("declic: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn prepare(cli: &Cli) -> anyhow::Result<()> {
    telemetry::start()?;
    cli.settings.check()
}

fn carry_out(cli: Cli) -> anyhow::Result<()> {
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    if let Some(workers) = cli.settings.workers {
        runtime.worker_threads(usize::from(workers));
    }
    let runtime = runtime.enable_all().build()?;
    let outcome = runtime.block_on(execute(cli));
    // Threads that still write the search index or hash a password are not waited for: nothing hangs on them.
    runtime.shutdown_timeout(LAST_THREADS);
    outcome
}

async fn execute(Cli { command, settings }: Cli) -> anyhow::Result<()> {
    match command {
        Command::Serve => run::serve(&settings).await,
        Command::Migrate => state::open_database(&settings).await.map(drop),
        Command::Seed { .. } => load_demonstration(&settings).await,
        Command::Reindex => {
            let app = state::build(&settings).await?;
            println!("{} professionals indexed", talks::indexing::rebuild(&app, declic::context::now()).await?);
            Ok(())
        }
        Command::Mails { retry, .. } => dead_letters(&settings, retry).await,
        Command::Role { change } => change_role(&settings, change).await,
        Command::ImportReference { sources, out } => {
            println!("{:?}", geo::import::run(&sources, &out)?);
            println!("{:?}", trades::import::run(&sources, &out)?);
            Ok(())
        }
    }
}

async fn load_demonstration(settings: &Settings) -> anyhow::Result<()> {
    let db = state::open_database(settings).await?;
    println!("{} demonstration professionals added", seed::load(&db, declic::context::now()).await?);
    db.close().await;
    Ok(())
}

async fn change_role(settings: &Settings, change: RoleChange) -> anyhow::Result<()> {
    let db = state::open_database(settings).await?;
    let now = declic::context::now();
    let assignment = async |RoleArgs { email, role, region }: &RoleArgs| {
        Assignment::of(&db, email, *role, region.as_deref(), now).await.map_err(|error| told(&error))
    };
    match change {
        RoleChange::Grant(args) => {
            let is_new = roles::grant(&db, By::Operator, &assignment(&args).await?, now).await?;
            println!("{}", if is_new { "granted" } else { "nothing to do: they have it" });
        }
        RoleChange::Revoke(args) => {
            let was_there = roles::revoke(&db, By::Operator, &assignment(&args).await?, now).await?;
            println!("{}", if was_there { "revoked" } else { "nothing to do: they do not have it" });
        }
        RoleChange::List => {
            for line in roles::list(&db).await? {
                println!("{line}");
            }
        }
    }
    db.close().await;
    Ok(())
}

/// What is wrong with an argument, in one line.
fn told(error: &AppError) -> anyhow::Error {
    match error {
        AppError::Invalid(errors) => {
            let told = |FieldError { field, problem }: &FieldError| {
                format!("{field}: {}", locale::problem_message(problem, Locale::en))
            };
            anyhow::Error::msg(errors.iter().map(told).collect::<Vec<_>>().join("; "))
        }
        error => anyhow::Error::msg(locale::error_message(error, Locale::en)),
    }
}

async fn dead_letters(settings: &Settings, retry: bool) -> anyhow::Result<()> {
    let db = state::open_database(settings).await?;
    for letter in dead_letters::list(&db).await? {
        println!("{letter}");
    }
    if retry {
        println!("{} back in line", dead_letters::retry(&db, declic::context::now()).await?);
    }
    db.close().await;
    Ok(())
}
