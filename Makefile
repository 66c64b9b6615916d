# make site    build the site into site/ (opens from a folder: site/index.html)
# make test    run all tests
# make serve   live preview on http://127.0.0.1:8000, watching data, content, templates and stylesheets
# make check   check the dataset
# make lint    ruff and mypy
# make bench   build made-up datasets in several ways, and compare
# make pins    pin the requirements anew
# Each target sets up what it needs in .venv. Python 3.11 or newer and make are all that must be there.

PYTHON ?= $(firstword $(foreach name,python3 python3.14 python3.13 python3.12 python3.11,$(shell $(name) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $(name))))
BIN := .venv/bin
export NO_MKDOCS_2_WARNING := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: site test serve check lint bench pins clean

# Built beside the old site and swapped in when it is complete: a failed build leaves the last good site as it was.
site: .venv/site.stamp
	@rm -rf .site-new .site-old
	$(BIN)/mkdocs build --strict --site-dir .site-new || { rm -rf .site-new; exit 1; }
	@if [ -e site ]; then mv site .site-old; fi
	@mv .site-new site
	@rm -rf .site-old
	@echo "The site is in site/: open site/index.html"

test: .venv/dev.stamp
	$(BIN)/python -m pytest

serve: .venv/site.stamp
	$(BIN)/mkdocs serve --dirty

check: .venv/site.stamp
	$(BIN)/atlas check

lint: .venv/dev.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

bench: .venv/dev.stamp
	$(BIN)/python -m tests.bench

pins: .venv/dev.stamp
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade --no-annotate \
		--custom-compile-command "make pins" --extra build -o requirements/site.txt pyproject.toml
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --upgrade --no-annotate \
		--custom-compile-command "make pins" --extra build --extra dev -c requirements/site.txt -o requirements/dev.txt pyproject.toml

clean:
	rm -rf .venv site .site-new .site-old

.venv/site.stamp: requirements/site.txt pyproject.toml
	@test -n "$(PYTHON)" || { echo "Python 3.11 or newer is needed and was not found"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv || { echo "python -m venv failed; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/site.txt
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/site.stamp
	$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@
