# make serve and make test need only Python 3.11 or later, and git. Each sets up .venv, again when requirements change, and
# gets what Debian has in packages of their own: venv for Python and, for the tests, Chromium, fish and zsh.
PYTHON ?= python3
VENV := .venv
CIVCAS := $(VENV)/bin/civcas
LINKED := '*.md' 'docs/*.md' '.github/**/*.md' datapackage.json CITATION.cff  # the files whose links are checked

.PHONY: serve check build draft format docs test lint validate docs-check pytest exhaustive coverage faults mutants load bench spark engines links checklist chromium shells java clean

serve: $(VENV)/.site  ## check, build and open the site on http://127.0.0.1:8001
	$(CIVCAS) serve

check: $(VENV)/.core  ## validate the package
	$(CIVCAS) check

build: $(VENV)/.core  ## check, then write dist/
	$(CIVCAS) build

draft: $(VENV)/.draft  ## let `civcas draft` and `civcas verify` read HTML and PDF, too

format: $(VENV)/.core  ## put the tables into canonical form
	$(CIVCAS) format

docs: $(VENV)/.core  ## regenerate what is made from the package: pages, the README's table, the citation
	$(CIVCAS) docs

test: chromium shells lint validate docs-check pytest  ## all that CI runs

validate: $(VENV)/.test  ## the package alone, by Frictionless too
	$(CIVCAS) check
	$(VENV)/bin/frictionless validate datapackage.json

docs-check: $(VENV)/.test
	$(CIVCAS) docs --check

pytest: $(VENV)/.test chromium shells  ## the tests alone
	$(VENV)/bin/python -m $(MEASURE) pytest --numprocesses auto --dist worksteal

exhaustive: $(VENV)/.test chromium shells  ## the tests that only add more cases of a kind; takes a quarter of an hour
	$(VENV)/bin/python -m pytest -m exhaustive --numprocesses auto --dist worksteal

coverage: MEASURE := coverage run -m
coverage: pytest  ## the tests, then how many lines and branches they ran
	$(VENV)/bin/coverage combine --quiet
	$(VENV)/bin/coverage report --skip-covered

faults: FAULTS := $(VENV)/bin/python -m tests.faults
faults: $(VENV)/.test  ## single faults, random edits and damaged files, and what the check finds; takes long
	$(FAULTS).inject --each 3 --escapes
	$(FAULTS).inject --sample 130 --frictionless
	$(FAULTS).quotes
	$(FAULTS).damaged
	$(FAULTS).kills

mutants: $(VENV)/.test  ## small changes to the checks, and how many of them the tests notice; takes hours
	$(VENV)/bin/python -m tests.faults.mutants --list survivors

load: $(VENV)/.test  ## many readers at once, with hostile ones among them; takes a quarter of an hour
	$(VENV)/bin/python -m tests.load

bench: $(VENV)/.bench  ## the program beside others, on a million strikes; writes docs/benchmarks.md; takes an hour
	$(VENV)/bin/python benchmarks/peers.py

spark: $(VENV)/.spark java  ## the check on Apache Spark: its tests, and the project's own tables; takes some minutes
	$(CIVCAS) check --engine spark
	$(VENV)/bin/python -m pytest -m spark tests/spark

engines: $(VENV)/.spark java  ## damaged copies, and whether Polars and Spark report the same; takes an hour
	$(VENV)/bin/python -m tests.faults.engines --count 50

java:
	@command -v java > /dev/null || requirements/debian Java openjdk-17-jre-headless

chromium:
	@command -v chromium > /dev/null || command -v google-chrome > /dev/null || requirements/debian Chromium chromium

shells:  # whose completion is tested
	@command -v fish > /dev/null || requirements/debian fish fish
	@command -v zsh > /dev/null || requirements/debian zsh zsh

lint: $(VENV)/.test
	$(VENV)/bin/ruff check .
	$(VENV)/bin/ruff format --check .
	$(VENV)/bin/mypy
	$(VENV)/bin/shellcheck .ci/run requirements/compile requirements/debian
	PATH="$(CURDIR)/$(VENV)/bin:$$PATH" $(VENV)/bin/actionlint
	$(VENV)/bin/zizmor --offline --no-progress --quiet .github
	$(VENV)/bin/check-jsonschema --builtin-schema vendor.github-issue-forms $(filter-out %/config.yml,$(wildcard .github/ISSUE_TEMPLATE/*.yml))
	$(VENV)/bin/check-jsonschema --builtin-schema vendor.github-issue-config .github/ISSUE_TEMPLATE/config.yml
	$(VENV)/bin/check-jsonschema --builtin-schema vendor.citation-file-format CITATION.cff
	$(VENV)/bin/check-jsonschema --builtin-schema vendor.dependabot .github/dependabot.yml
	$(VENV)/bin/lychee --offline $(LINKED)

links: $(VENV)/.test  ## open every address in the documents and the descriptor
	$(VENV)/bin/lychee --format markdown $(LINKED)

checklist: $(VENV)/.core  ## whether a release can be made: see RELEASING.md
	$(VENV)/bin/python releasing/checklist.py

clean:
	rm -rf $(VENV) dist .coverage .coverage.*

# requirements/site.txt and draft.txt hold all of core.txt, test.txt all of both, spark.txt all of that, and bench.txt all
# of that, so one folder serves all six.
# The program has the version of datapackage.json.
$(VENV)/.core $(VENV)/.site $(VENV)/.draft $(VENV)/.test $(VENV)/.spark $(VENV)/.bench: $(VENV)/.%: requirements/%.txt pyproject.toml setup.py datapackage.json
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.11")'
	@$(PYTHON) -c 'import ensurepip' 2> /dev/null || requirements/debian "Python's venv" python3-venv
	test -x $(VENV)/bin/pip || $(PYTHON) -m venv $(VENV)
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/$*.txt
	$(VENV)/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation --no-index --editable .
	@touch $@
