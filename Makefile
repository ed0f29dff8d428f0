# Two commands matter: `make pipeline` and `make test`. `make help` lists all.
.DEFAULT_GOAL := help
.PHONY: help pipeline test check search serve bench clean toolchain

PIPELINE ?= pipelines/shanghai
ARGS ?=
Q ?=
NIANLUN = cargo run --release --locked --quiet --package nianlun-cli --bin nianlun --

help: ## Show this help
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z]+):.*## (.*)/  make \1|\2/' | column -t -s '|' 2>/dev/null || grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST)
	@echo "  variables: PIPELINE=path/to/folder (now $(PIPELINE)), ARGS=\"--strict …\", Q=query"

pipeline: toolchain ## Build, then run the pipeline PIPELINE; ARGS go to nianlun run
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

clean: ## Remove what was built and the results
	rm -rf out
	@command -v cargo >/dev/null 2>&1 && cargo clean || rm -rf target

toolchain:
	@command -v cargo >/dev/null 2>&1 || { \
	  echo "error: the Rust toolchain is missing (no cargo on the PATH)"; \
	  echo "hint: get it from https://rustup.rs: curl --proto '=https' --tlsv1.2 -sSf https://sh.rustup.rs | sh"; \
	  echo "      then open a new shell, or run: . \"\$$HOME/.cargo/env\""; \
	  exit 2; }
