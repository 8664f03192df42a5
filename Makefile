# make serve and make test need only Python 3.11 or later; each sets up .venv, and again when requirements change.
PYTHON ?= python3
VENV := .venv
CIVCAS := $(VENV)/bin/civcas

.PHONY: serve check build draft format docs test lint clean

serve: $(VENV)/.site  ## check, build and open the site on http://127.0.0.1:8001
	$(CIVCAS) serve

check: $(VENV)/.core  ## validate the package
	$(CIVCAS) check

build: $(VENV)/.core  ## check, then write dist/
	$(CIVCAS) build

draft: $(VENV)/.draft  ## let `civcas draft` and `civcas verify` read HTML and PDF, too

format: $(VENV)/.core  ## put the tables into canonical form
	$(CIVCAS) format

docs: $(VENV)/.core  ## regenerate the data dictionary, the rule catalogue and the README's table
	$(CIVCAS) docs

test: lint  ## everything that CI runs; the tests of the site need Chromium
	$(CIVCAS) check
	$(CIVCAS) format --check
	$(CIVCAS) docs --check
	$(VENV)/bin/frictionless validate datapackage.json
	$(VENV)/bin/python -m pytest

lint: $(VENV)/.test
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/shellcheck .ci/run requirements/compile
	PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(VENV)/bin/actionlint
	$(VENV)/bin/zizmor --offline --no-progress --quiet .github
	$(VENV)/bin/check-jsonschema --builtin-schema vendor.github-issue-forms $(filter-out %/config.yml,$(wildcard .github/ISSUE_TEMPLATE/*.yml))
	$(VENV)/bin/check-jsonschema --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(VENV)/bin/check-jsonschema --builtin-schema vendor.citation-file-format CITATION.cff

clean:
	rm -rf $(VENV) dist

# requirements/site.txt and draft.txt hold all of core.txt, and test.txt all of both, so one folder serves all four.
$(VENV)/.core $(VENV)/.site $(VENV)/.draft $(VENV)/.test: $(VENV)/.%: requirements/%.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.11")'
	test -x $(VENV)/bin/python || $(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/$*.txt
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	@touch $@
