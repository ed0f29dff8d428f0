# Two commands matter: `make pipeline` and `make test`. `make help` lists all.
.DEFAULT_GOAL := help
.PHONY: help pipeline test check search serve bench simulate-table vendor clean toolchain first-build

PIPELINE ?= pipelines/shanghai
ARGS ?=
Q ?=
NIANLUN = cargo run --release --locked --quiet --package nianlun-cli --bin nianlun --

help: ## Show this help
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|' 2>/dev/null || grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST)
	@echo "  variables: PIPELINE=path/to/folder (now $(PIPELINE)), ARGS=\"--strict …\", Q=query"

pipeline: toolchain first-build ## Build, then run the pipeline PIPELINE; ARGS go to nianlun run
	@cargo build --release --locked --package nianlun-cli
	@$(NIANLUN) run '$(PIPELINE)' $(ARGS)

test: toolchain ## Run all tests
	cargo test --release --locked --workspace

check: toolchain ## What CI runs: format, clippy with warnings denied, then make test
	cargo fmt --all --check
	cargo clippy --release --locked --workspace --all-targets -- --deny warnings
	$(MAKE) test

search: toolchain ## Search the results of PIPELINE: make search Q='"公共数据"'
	@test -n '$(Q)' || { echo "error: no query"; echo "hint: make search Q=政务公开, or Q='\"公共数据\"' for an exact string"; exit 2; }
	@$(NIANLUN) search '$(PIPELINE)' '$(Q)' $(ARGS)

serve: toolchain ## Open the explorer over the results of PIPELINE; ARGS="--port 8000 --open"
	@$(NIANLUN) serve '$(PIPELINE)' $(ARGS)

bench: toolchain ## Time and memory on the statutes in ../shared, beside Python jieba if installed
	cargo build --release --locked --package nianlun-cli
	cargo run --release --locked --package nianlun-tests --bin bench
	cargo run --release --locked --package nianlun-tests --example bench-search
	cargo run --release --locked --package nianlun-tests --example bench-explorer

# About half an hour on two cores.
simulate-table: toolchain ## Simulate METHOD's table of error rates, 200 series a cell
	@$(NIANLUN) simulate --table $(ARGS)

# Unpacked on a machine without network, the archive builds as a clone does: its `.cargo/config.toml`
# points cargo to `vendor` instead of crates.io.
VENDORED = nianlun-vendored

vendor: toolchain ## Pack the sources, those of all crates too, for a machine without network
	@rm -rf out/$(VENDORED) && mkdir -p out/$(VENDORED)/.cargo
	@git archive HEAD | tar -xf - -C out/$(VENDORED)
	@cd out/$(VENDORED) && cargo vendor --locked vendor > .cargo/config.toml
	@tar -czf out/$(VENDORED).tar.gz -C out $(VENDORED) && rm -rf out/$(VENDORED)
	@ls -lh out/$(VENDORED).tar.gz | awk '{print $$9, $$5}'

clean: ## Remove what was built and the results
	rm -rf out
	@command -v cargo >/dev/null 2>&1 && cargo clean || rm -rf target

# Says beforehand how long the first build takes. Later builds compile only what changed.
first-build:
	@test -e "$${CARGO_TARGET_DIR:-target}/release/nianlun" || { \
	  echo "首次编译：双核机器上约十分钟，只此一次；以后只要几秒。" >&2; \
	  echo "first build: about ten minutes on two cores, this once; later builds take seconds" >&2; }

toolchain:
	@command -v cargo >/dev/null 2>&1 || { \
	  echo "error: the Rust toolchain is missing (no cargo on the PATH)"; \
	  echo "hint: get it from https://rustup.rs: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"; \
	  echo "      then open a new shell, or run: . \"\$$HOME/.cargo/env\""; \
	  exit 2; }
