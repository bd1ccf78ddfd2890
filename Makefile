# Déclic: the commands of everyday work. `make help` lists them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
ENV := . .ci/env.sh;

.PHONY: help setup build serve dev test walk fmt bench reference clean

help: ## List the commands
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/make \1\t\2/' | expand -t 18

setup: ## Set up what building needs and this machine lacks
	@.ci/setup build

build: setup ## Build the release client and server
	@$(ENV) cargo leptos build --release -P

serve: build ## Set up, build, load demonstration data once, serve on http://localhost:3000
	@$(ENV) export DECLIC_SITE_DIR="$$PWD/target/site" DECLIC_DEVELOPMENT="$${DECLIC_DEVELOPMENT:-true}"; \
	"$$CARGO_TARGET_DIR/release/declic" seed --demo; \
	exec "$$CARGO_TARGET_DIR/release/declic" serve

dev: setup ## Build and serve again at every change
	@$(ENV) export DECLIC_SITE_DIR="$$PWD/target/site" DECLIC_DEVELOPMENT="$${DECLIC_DEVELOPMENT:-true}"; cargo leptos watch -- serve

test: ## Run every test, setting up what is missing
	@.ci/setup test
	@.ci/test

walk: ## Let everybody do anything with 100,000 talks on each engine
	@.ci/setup test
	@.ci/walk 100000

fmt: ## Format the sources
	@$(ENV) cargo fmt

bench: ## Measure size, speed and durability; ratios as a table and in target/bench.json
	@.ci/setup test
	@$(ENV) cargo leptos build --release -P
	@$(ENV) RUSTFLAGS="--cfg erase_components" cargo bench --features ssr --bench ground_floor

reference: setup ## Rewrite data/ from its source packages
	@$(ENV) sources=$$(mktemp -d); .ci/reference-sources "$$sources"; \
	cargo run --release --features ssr -- import-reference --sources "$$sources"

clean: ## Remove what was built and the local database
	@$(ENV) cargo clean; rm -rf target var
