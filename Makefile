UV  := .venv/bin/uv
PIN := $(UV) pip compile -q --universal --generate-hashes --no-header --no-annotate \
       --python-version 3.11 pyproject.toml

help: ## these lines
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/'
run: setup ## the product on this machine: service, sandbox and demo on one port
	.venv/bin/plumbline run
test: setup ## linters and every test
	tests/with_postgres.sh tests/all.sh
bench: setup ## the performance table, text and JSON
	.venv/bin/plumbline bench
soak: setup ## what takes longer than CI allows, at full size
	tests/with_postgres.sh .venv/bin/pytest -q -m soak -s
audit: setup ## ask for advisories against each locked version, live; fails where one can't be asked
	.venv/bin/pip-audit --strict --disable-pip -s osv -r requirements-dev.lock
mutation: setup ## mutants of checks and forecasts: how many the tests kill, and the survivors
	.venv/bin/python -m tests.mutation.sample
setup: .venv/.stamp ## .venv with everything, and the system parts the machine lacks
	@tests/system_parts.sh
lock: $(UV) ## pin the dependencies anew
	$(PIN) -o requirements.lock
	$(PIN) --extra dev -c requirements.lock -o requirements-dev.lock
$(UV):
	@tests/system_parts.sh
	python3 -m venv .venv
	.venv/bin/pip install -q --disable-pip-version-check uv==0.13.9
.venv/.stamp: requirements-dev.lock pyproject.toml | $(UV)
	$(UV) pip sync -q -p .venv --require-hashes requirements-dev.lock
	$(UV) pip install -q -p .venv --no-deps --no-build-isolation -e .
	touch $@
.PHONY: help run test bench soak audit setup lock
