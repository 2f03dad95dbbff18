# What this repository can do; `make help` lists it.

PYTHON ?= python3
VENV := .venv
PY := $(VENV)/bin/python
EMBEDDED := $(PY) -m designation.local.embedded
PYTEST_ARGS ?=
HOURS ?= 1
STAGE ?=
SEED ?=
ROWS ?=
MODULES ?=
BENCH_ARGS ?=
ASSETS := designation/local/install_assets.py

# The tests start many processes: each would compile the code anew.
unexport PYTHONDONTWRITEBYTECODE

.DEFAULT_GOAL := help
.PHONY: help run test coverage check check-with-servers draw removals mutants prove bench demo-reset install install-dev clean

help: ## list the commands
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|' 2>/dev/null || \
	 grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST)

run: $(VENV)/.installed ## install, then serve the site on this machine until Ctrl-C (PORT, DATA_DIR)
	@exec $(PY) -m designation.local.serve

test: $(VENV)/.installed-dev ## install, then run every test (PYTEST_ARGS for more)
	@$(EMBEDDED) --throwaway -- $(PY) -m pytest -n 3 --dist worksteal -q $(PYTEST_ARGS)

coverage: $(VENV)/.installed-dev ## run every test and report statements and branches that none of them reach
	@$(EMBEDDED) --throwaway -- $(PY) -m pytest -n 2 --dist worksteal -q --cov --cov-branch --cov-report=term $(PYTEST_ARGS)

check: $(VENV)/.installed-dev ## style, format, types, migrations and system checks
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	@$(VENV)/bin/codespell
	@$(VENV)/bin/lint-imports --no-logo --no-cache
	@$(EMBEDDED) --throwaway -- $(MAKE) --no-print-directory check-with-servers

check-with-servers:
	$(PY) -m mypy
	$(PY) manage.py makemigrations --check --dry-run
	$(PY) -m tests.migrations
	$(PY) manage.py migrate --verbosity 0
	$(PY) manage.py grant_rights --verbosity 0
	$(PY) manage.py check --database default --fail-level WARNING
	@DESIGNATION_MODE=production SITE_URL=https://designation.example OPERATOR_NAME="The operator" LEDGER_ORIGIN=designation.example/register \
	 EMAIL_URL=smtps://mail.example SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(60))') \
	 sh -xc '$(PY) manage.py check --deploy --fail-level WARNING'

draw: $(VENV)/.installed ## draw every machine, and say who is waited for in each state, anew from the steps (designation/docs)
	@$(EMBEDDED) --throwaway -- $(PY) manage.py draw --app designation --folder designation/docs/machines
	@$(EMBEDDED) --throwaway -- env DJANGO_SETTINGS_MODULE=designation.config.settings $(PY) -m tests.designation.searching \
	 designation/docs/WAITING.md

removals: $(VENV)/.installed-dev ## take away each guard, role check, quorum, permission and trigger in turn; fails where no test notices
	@$(EMBEDDED) --throwaway -- $(PY) -m tests.removals

mutants: $(VENV)/.installed-dev ## change the engine in one place at a time; lists what none of its tests notices (MODULES for some)
	@$(EMBEDDED) --throwaway -- $(PY) -m tests.mutants $(MODULES)

prove: $(VENV)/.installed-dev ## random sequences of steps against a plain model, for HOURS (STAGE and SEED run one round again)
	@$(EMBEDDED) --throwaway -- $(PY) -m tests.designation.sequences --hours "$(HOURS)" --stage "$(STAGE)" --seed "$(SEED)"

bench: $(VENV)/.installed-dev ## measure against the peers and write bench.json (ROWS="lists page" for some, BENCH_ARGS)
	@$(EMBEDDED) --throwaway -- $(PY) -m tests.benchmarks $(ROWS) $(BENCH_ARGS)

demo-reset: $(VENV)/.installed ## delete the demonstration's data; the next `make run` loads it anew
	@$(PY) -m designation.local.reset

install: $(VENV)/.installed ## install what running needs

install-dev: $(VENV)/.installed-dev ## install what testing needs as well

clean: ## delete the virtual environment and the fetched front-end files; the data stays
	rm -rf $(VENV) designation/static/vendor

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	 { echo "Python 3.11 or later is needed; name it with PYTHON=/path/to/python3."; exit 1; }
	@$(PYTHON) -m venv $(VENV) || \
	 { rm -rf $(VENV); echo "Python's venv module is missing; on Debian and Ubuntu it is the package python3-venv."; exit 1; }

$(VENV)/.installed: $(VENV)/bin/python requirements.txt constraints.txt $(ASSETS)
	@echo "Installing …"
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@$(PY) -m $(subst /,.,$(ASSETS:.py=))
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed requirements-dev.txt
	@$(PY) -m pip install --quiet --disable-pip-version-check -r requirements-dev.txt
	@touch $@
