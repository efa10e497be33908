# link.mk: from files as received to published tables, as make targets. Only what
# follows from a changed file, schema, model or program is done again.
#
#   make -f pipelines/link.mk RECEIVED=DIR OUT=DIR KEY=FILE [ROUTE=blind|trusted] [-j2]
#
# The same pipe as demo.sh, which is the one to read first.

RECEIVED := received
OUT      := out
KEY      := key
ROUTE    := blind

RECIPES  := $(dir $(realpath $(lastword $(MAKEFILE_LIST))))
BIN      ?= $(if $(wildcard $(RECIPES)../bin/seal),$(RECIPES)../bin,$(RECIPES)../../../libexec/jigsaw)
SCHEMAS  ?= $(RECIPES)../schemas
export PATH := $(BIN):$(PATH)
export LC_ALL := C
SHELL       := /bin/bash
.SHELLFLAGS := -o pipefail -euc
.DELETE_ON_ERROR:
.PHONY: all
