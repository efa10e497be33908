# Jigsaw: small filters that link records about children. `make help` lists the targets.
# Modes: DEBUG=1 (no optimisation), SAN=1 (address and undefined behaviour sanitizers).

VERSION := 0.1.0
PREFIX  := /usr/local
MODE    := $(if $(SAN),san,$(if $(DEBUG),debug,release))
BUILD   := build/$(MODE)
BIN     := $(if $(filter release,$(MODE)),bin,$(BUILD)/bin)

CC      := gcc
WARN    := -Wall -Wextra -Wconversion -Wshadow -Wvla -Wstrict-prototypes -Wmissing-prototypes -Werror
RELEASE := -O2 -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
CFLAGS  := -std=c11 -g -D_GNU_SOURCE -Ifilters/lib -ffp-contract=off $(WARN) \
           $(if $(SAN),-O1 -fsanitize=address$(,)undefined -fno-omit-frame-pointer,$(if $(DEBUG),-O0,$(RELEASE)))
LDFLAGS := $(if $(SAN),-fsanitize=address$(,)undefined,-pie -Wl$(,)-z$(,)relro$(,)-z$(,)now) -Wl,--as-needed
LDLIBS  := -larchive -lz -lexpat -lcrypto -lutf8proc -ljansson -lm
,       := ,

FILTERS := $(patsubst filters/%.c,%,$(wildcard filters/*.c))
LIBOBJ  := $(patsubst filters/%.c,$(BUILD)/%.o,$(wildcard filters/lib/*/*.c))
UNITS   := $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/*.c))

.DELETE_ON_ERROR:
.PHONY: all units clean

all: $(addprefix $(BIN)/,$(FILTERS))

$(BIN)/%: $(BUILD)/%.o $(BUILD)/libjigsaw.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $^ $(LDLIBS)

$(BUILD)/libjigsaw.a: $(LIBOBJ)
	@rm -f $@
	ar rcs $@ $^

$(BUILD)/%.o: filters/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -DJIGSAW_VERSION='"$(VERSION)"' -MMD -MP -c -o $@ $<

$(BUILD)/unit/%: tests/unit/%.c $(BUILD)/libjigsaw.a $(BUILD)/flags
	@mkdir -p $(@D)
	$(CC) $(CFLAGS) -MMD -MP $(LDFLAGS) -o $@ $< $(BUILD)/libjigsaw.a $(LDLIBS)

units: $(UNITS)
	@for u in $(UNITS); do $$u || exit 1; done

# Rebuilds everything when the flags change.
$(BUILD)/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(CC) $(CFLAGS) $(LDFLAGS) $(VERSION)' | cmp -s - $@ || echo '$(CC) $(CFLAGS) $(LDFLAGS) $(VERSION)' > $@
.PHONY: FORCE

clean:
	rm -rf build
	find bin -type f ! -name .gitignore -delete

-include $(wildcard $(BUILD)/*.d $(BUILD)/lib/*/*.d $(BUILD)/unit/*.d)
