//! The `declic` program: reads the command line, starts what it asks for.

use clap::Parser;
use declic::{
    geo,
    server::{
        config::{Cli, Command, Settings},
        run, seed, state, telemetry,
    },
    talks, trades,
};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    telemetry::start();
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    if let Some(workers) = cli.settings.workers {
        runtime.worker_threads(usize::from(workers));
    }
    let outcome =
        runtime.enable_all().build().map_err(anyhow::Error::from).and_then(|runtime| runtime.block_on(execute(cli)));
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("declic: {error:#}");
            ExitCode::FAILURE
        }
    }
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
