# Everything a clone can do. Each target makes and fills its own .venv on first use and needs no network after that.

PYTHON ?= python3
ARGS ?=
VENV := .venv
RUN := $(VENV)/bin/python
# our matrices are small: several threads of BLAS would only wait for each other
ONE_THREAD := OPENBLAS_NUM_THREADS=1 OMP_NUM_THREADS=1

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test test-long bench lint format types docs wheel clean

help: ## Say what there is to make
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' $(MAKEFILE_LIST) | while IFS="$$(printf '\t')" read -r name words; do \
	    printf '  make %-10s %s\n' "$$name" "$$words"; done

run: $(VENV)/has-run ## Open the simulator; without a display, run it headless and save a picture (ARGS="--seed 2")
	@$(RUN) -m perceptron_sim $(ARGS)

# Coverage is told of hardware and modern by their own tests alone: it would slow down all others.
test: $(VENV)/has-test ## Run the tests, with the coverage of hardware and modern (3 minutes at most)
	@$(ONE_THREAD) $(RUN) -m pytest -q -n auto --cov --cov-report=term tests/hardware tests/modern hardware modern $(ARGS)
	@$(ONE_THREAD) $(RUN) -m pytest -q -n auto tests/perceptron_sim tests/test_*.py perceptron_sim $(ARGS)

test-long: $(VENV)/has-test ## Run the tests with the soaks, storms and kills (40 minutes at most)
	@$(ONE_THREAD) $(RUN) -m pytest -q -n auto -m "long or not long" $(ARGS)

bench: $(VENV)/has-test ## Measure against the plain references; print the table and write benchmarks.json
	@$(RUN) tests/benchmarks/run.py $(ARGS)

lint: $(VENV)/has-dev ## Check style and formatting
	@$(RUN) -m ruff check .
	@$(RUN) -m ruff format --check .

format: $(VENV)/has-dev ## Mend style and formatting where that can be done by machine
	@$(RUN) -m ruff check --fix .
	@$(RUN) -m ruff format .

types: $(VENV)/has-dev ## Check the types of the three packages
	@$(RUN) -m mypy

docs: $(VENV)/has-docs ## Build the documentation into docs/_build/html
	@$(RUN) -m sphinx --fail-on-warning --keep-going --quiet -b html docs docs/_build/html
	@echo "docs/_build/html/index.html"

wheel: $(VENV)/has-dev ## Build the wheel and the source archive into dist/
	@rm -rf dist
	@$(RUN) -m build --quiet --outdir dist .
	@ls dist/*

clean: ## Remove everything that was made, the virtual environment included
	@rm -rf $(VENV) build dist docs/_build *.egg-info .coverage benchmarks.json perceptron-sim-*.png
	@rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache
	@find hardware modern perceptron_sim tests assets docs -name __pycache__ -type d -prune -exec rm -rf {} +

# The virtual environment, and what is installed into it: a file has-X stands for the extra X.

answers = $(shell $(PYTHON) -c '$(1)' > /dev/null 2>&1 && echo yes)
TOO_OLD = perceptron_sim needs Python 3.11 or newer as "$(PYTHON)": install it, or name another one, as in "make $(MAKECMDGOALS) PYTHON=python3.12"
NO_VENV = Python cannot make virtual environments here: install the Debian package python3-venv (sudo apt install python3-venv), then try again
NO_PIP = The packages could not be installed: the first use of this target needs the network (what pip said stands above)

$(VENV)/made:
	$(if $(call answers,import sys; sys.exit(sys.version_info < (3, 11))),,$(error $(TOO_OLD)))
	$(if $(call answers,import ensurepip; import venv),,$(error $(NO_VENV)))
	@$(PYTHON) -m venv --clear $(VENV) || { rm -rf $(VENV); echo '$(NO_VENV).' >&2; exit 1; }
	@touch $@

define install
@echo "installing into $(VENV), once ..."
@$(RUN) -m pip install --quiet --disable-pip-version-check --editable '.$(1)' || { echo '$(NO_PIP).' >&2; exit 1; }
@touch $@
endef

$(VENV)/has-run: $(VENV)/made pyproject.toml perceptron_sim/version.py
	$(call install)

$(VENV)/has-test $(VENV)/has-dev $(VENV)/has-docs: $(VENV)/has-%: $(VENV)/made pyproject.toml perceptron_sim/version.py
	$(call install,[$*])
	@touch $(VENV)/has-run $(if $(filter dev,$*),$(VENV)/has-test)
