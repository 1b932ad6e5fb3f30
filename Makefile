# make           release build of both programs        make run      a seat with its own centre and the sample city
# make demo      a seat with simulated calls           make test     everything but bench, soak and long fuzzing
# make lint      floors, circles, warnings, clang-tidy, cppcheck, format
# make bench     figures beside peers                  make soak     the long kill loops
# make contract  the interface's document before a linter and a validating proxy (Node 20)
# make install   PREFIX=/usr/local                     make clean
#
# Variants: rel asan tsan cov fuzz. V=1 shows commands. B=DIR builds elsewhere than build/.
# A room is a folder under src/; each becomes one archive, and DEPS_<room> says which rooms it may be linked with:
# the floors of the house, checked by the linker as well as by tests/tools/floors.sh.

CC      ?= cc
FUZZCC  ?= clang
HOSTCC  ?= cc
B       ?= build
PREFIX  ?= /usr/local
Q       := $(if $(V),,@)
say      = @printf '  %-6s %s\n' '$(1)' '$(2)'

WARN := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
	-Wcast-qual -Wwrite-strings -Wformat=2 -Wvla -Wundef
HARD := -D_FORTIFY_SOURCE=2 -fstack-protector-strong -fPIE
override CPPFLAGS += -Iinclude -Isrc -I$(B)/gen -D_GNU_SOURCE
override CFLAGS   += -std=c17 -g $(WARN)
WERROR := $(if $(NO_WERROR),,-Werror)

# What only tests run is built fast: it tells a debugger lines, not variables (EXTRA_asan=-g brings them: a fifth more to
# compile), and is put together by the quick linker of binutils, where that is there.
rel_FLAGS  := -O2 $(HARD)
asan_FLAGS := -O1 -g1 -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer -DHOTSEAT_DEBUG
tsan_FLAGS := -O0 -g1 -fsanitize=thread -DHOTSEAT_DEBUG
cov_FLAGS  := -O0 --coverage
fuzz_FLAGS := -O1 -g1 -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -DHOTSEAT_DEBUG \
	-Wno-missing-field-initializers # clang sees them where gcc, in designated ones, does not
VARIANTS   := rel asan tsan cov fuzz
QUICK_LD   := $(if $(shell command -v ld.gold),-fuse-ld=gold)
asan_LD    := $(QUICK_LD)
tsan_LD    := $(QUICK_LD)
# For make where it calls itself: every processor, if it was given no -j.
ON_ALL      = --no-print-directory $(if $(filter -j%,$(MAKEFLAGS)),,-j$(shell nproc))

# ---- the house ----
VIEWS := client/view client/view/call client/view/ticket client/view/work client/view/know client/view/floor client/view/class \
	client/view/admin client/view/seat
ROOMS := base text model wire city db client/net client/phone client/cache client/engine client/ui client/class $(VIEWS) \
	client/cmd server/http server/store server/auth server/core server/job server/learn server/api

DEPS_base          := base
DEPS_text          := text $(DEPS_base)
DEPS_model         := model $(DEPS_text)
DEPS_wire          := wire $(DEPS_model)
DEPS_city          := city $(DEPS_wire)
DEPS_db            := db $(DEPS_text)
DEPS_client_net    := client/net $(DEPS_wire)
DEPS_client_phone  := client/phone $(DEPS_wire)
DEPS_client_cache  := client/cache db $(DEPS_city)
DEPS_client_engine := client/engine client/net client/phone $(DEPS_client_cache)
DEPS_client_ui     := client/ui $(DEPS_client_engine)
DEPS_client_class  := client/class $(DEPS_client_ui)
DEPS_client_view   := $(VIEWS) $(DEPS_client_class)
DEPS_client_cmd    := client/cmd $(DEPS_client_engine)
DEPS_client        := $(VIEWS) client/cmd $(DEPS_client_class)
DEPS_server_http   := server/http $(DEPS_wire)
DEPS_server_store  := server/store db $(DEPS_city)
DEPS_server_auth   := server/auth $(DEPS_server_store)
DEPS_server_core   := server/core $(DEPS_server_auth)
DEPS_server_job    := server/job $(DEPS_server_core)
DEPS_server_learn  := server/learn $(DEPS_server_store)
DEPS_server_api    := server/api server/http $(DEPS_server_job)
DEPS_server        := server/learn $(DEPS_server_api)
DEPS_both          := $(sort $(DEPS_client) $(DEPS_server))
DEPS_fuzz          := server/http $(filter-out client/cmd client/net,$(DEPS_client))

LIBS_client := -lncursesw -ltinfo -lcurl -lsqlite3 -lconfig -ljansson -lsodium -lzstd -lz -lpthread -lm
LIBS_server := -lmicrohttpd -lsqlite3 -lconfig -ljansson -lsodium -lzstd -lz -llinear -lpthread -lm
LIBS_all    := $(sort $(LIBS_client) $(LIBS_server))

GEN  := $(B)/gen/pinyin_table.h
SRC  := $(wildcard src/*/*.c src/*/*/*.c src/*/*/*/*.c)
HDR  := $(wildcard include/*/*.h include/*/*/*.h src/*/*.h src/*/*/*.h src/*/*/*/*.h)

all: rel
rel: $(B)/rel/hotseat $(B)/rel/hotseatd
asan: $(B)/asan/hotseat $(B)/asan/hotseatd

# ---- generated tables (build time only, never in git) ----
$(B)/gen/mkpinyin: $(wildcard src/text/gen/*.c) src/text/gen/mkpinyin.h
	$(call say,HOSTCC,$@)
	@mkdir -p $(@D)
	$(Q)$(HOSTCC) -std=c17 -O1 -D_GNU_SOURCE -o $@ $(filter %.c,$^)
$(B)/gen/pinyin_table.h: $(B)/gen/mkpinyin src/text/gen/mkpinyin.sh
	$(call say,GEN,$@)
	$(Q)sh src/text/gen/mkpinyin.sh $< $@

# ---- one rule set a variant ----
room_lib = $(B)/$(1)/lib$(subst /,_,$(2)).a
room_src = $(wildcard src/$(2)/*.c)
libs_of  = $(foreach r,$(1),$(call room_lib,$(2),$(r)))

define room_rules
$(call room_lib,$(1),$(2)): $(patsubst %.c,$(B)/$(1)/%.o,$(wildcard src/$(2)/*.c))
	$$(call say,AR,$$@)
	$$(Q)rm -f $$@ && ar rcs --thin $$@ $$^
endef

# Tests are one program a file. The folder below tests/unit says the room under test: tests/unit/<room with _>/test_x.c.
define unit_rules
$(B)/$(1)/tests/unit/$(2)/%: $(B)/$(1)/tests/unit/$(2)/%.o $(call libs_of,$(DEPS_$(2)),$(1)) $(B)/$(1)/libtest.a
	$$(call say,LD,$$@)
	$$(Q)$$(CC) $$($(1)_FLAGS) $$($(1)_LD) -o $$@ $$< -Wl,--start-group $(B)/$(1)/libtest.a $(call libs_of,$(DEPS_$(2)),$(1)) -Wl,--end-group -lcmocka $(LIBS_all)
endef

define variant_rules
$(B)/$(1)/%.o: %.c | $(GEN)
	$$(call say,CC,$$@)
	@mkdir -p $$(@D)
	$$(Q)$(if $(filter fuzz,$(1)),$(FUZZCC),$$(CC)) $$(CPPFLAGS) $$(CFLAGS) $$(WERROR) $$($(1)_FLAGS) $$(EXTRA_$(1)) -MMD -MP -c -o $$@ $$<
$(foreach r,$(ROOMS),$(eval $(call room_rules,$(1),$(r))))
$(B)/$(1)/libtest.a: $(patsubst %.c,$(B)/$(1)/%.o,$(wildcard tests/lib/*.c))
	$$(Q)rm -f $$@ && ar rcs --thin $$@ $$^
$(B)/$(1)/hotseat: $(patsubst %.c,$(B)/$(1)/%.o,$(wildcard src/client/*.c)) $(call libs_of,$(DEPS_client),$(1))
	$$(call say,LD,$$@)
	$$(Q)$$(CC) $$($(1)_FLAGS) $$($(1)_LD) $(if $(filter rel,$(1)),-pie -Wl$(comma)-z$(comma)relro$(comma)-z$(comma)now) -o $$@ $$(filter %.o,$$^) -Wl,--start-group $$(filter %.a,$$^) -Wl,--end-group $(LIBS_client)
$(B)/$(1)/hotseatd: $(patsubst %.c,$(B)/$(1)/%.o,$(wildcard src/server/*.c)) $(call libs_of,$(DEPS_server),$(1))
	$$(call say,LD,$$@)
	$$(Q)$$(CC) $$($(1)_FLAGS) $$($(1)_LD) $(if $(filter rel,$(1)),-pie -Wl$(comma)-z$(comma)relro$(comma)-z$(comma)now) -o $$@ $$(filter %.o,$$^) -Wl,--start-group $$(filter %.a,$$^) -Wl,--end-group $(LIBS_server)
$(foreach r,base text model wire city db client_net client_phone client_cache client_engine client_ui client_class client_view client_cmd server_http server_store server_auth server_core server_job server_learn server_api,$(eval $(call unit_rules,$(1),$(r))))
$(B)/$(1)/tests/view/%: $(B)/$(1)/tests/view/%.o $(call libs_of,$(DEPS_client),$(1)) $(B)/$(1)/libtest.a
	$$(call say,LD,$$@)
	$$(Q)$$(CC) $$($(1)_FLAGS) $$($(1)_LD) -o $$@ $$< -Wl,--start-group $(B)/$(1)/libtest.a $(call libs_of,$(DEPS_client),$(1)) -Wl,--end-group -lcmocka $(LIBS_client)
$(B)/$(1)/tests/screen/%: $(B)/$(1)/tests/screen/%.o $(call libs_of,$(DEPS_server_store),$(1)) $(B)/$(1)/libtest.a
	$$(call say,LD,$$@)
	$$(Q)$$(CC) $$($(1)_FLAGS) $$($(1)_LD) -o $$@ $$< -Wl,--start-group $(B)/$(1)/libtest.a $(call libs_of,$(DEPS_server_store),$(1)) -Wl,--end-group -lcmocka -lvterm -lutil $(LIBS_all)
$(B)/$(1)/tests/sync/%: $(B)/$(1)/tests/sync/%.o $(call libs_of,$(DEPS_both),$(1)) $(B)/$(1)/libtest.a
	$$(call say,LD,$$@)
	$$(Q)$$(CC) $$($(1)_FLAGS) $$($(1)_LD) -o $$@ $$< -Wl,--start-group $(B)/$(1)/libtest.a $(call libs_of,$(DEPS_both),$(1)) -Wl,--end-group -lcmocka $(LIBS_all)
$(B)/$(1)/tests/api/%: $(B)/$(1)/tests/api/%.o $(call libs_of,$(DEPS_both),$(1)) $(B)/$(1)/libtest.a
	$$(call say,LD,$$@)
	$$(Q)$$(CC) $$($(1)_FLAGS) $$($(1)_LD) -o $$@ $$< -Wl,--start-group $(B)/$(1)/libtest.a $(call libs_of,$(DEPS_both),$(1)) -Wl,--end-group -lcmocka $(LIBS_all)
$(B)/$(1)/tests/fault/%: $(B)/$(1)/tests/fault/%.o $(call libs_of,$(DEPS_both),$(1)) $(B)/$(1)/libtest.a
	$$(call say,LD,$$@)
	$$(Q)$$(CC) $$($(1)_FLAGS) $$($(1)_LD) -o $$@ $$< -Wl,--start-group $(B)/$(1)/libtest.a $(call libs_of,$(DEPS_both),$(1)) -Wl,--end-group -lcmocka -lvterm -lutil $(LIBS_all)
$(B)/$(1)/tests/fuzz/%: $(B)/$(1)/tests/fuzz/%.o $(call libs_of,$(DEPS_fuzz),$(1)) $(B)/$(1)/libtest.a
	$$(call say,LD,$$@)
	$$(Q)$(FUZZCC) -fsanitize=fuzzer,address,undefined -o $$@ $$< -Wl,--start-group $(B)/$(1)/libtest.a $(call libs_of,$(DEPS_fuzz),$(1)) -Wl,--end-group -lcmocka $(LIBS_all)
$(B)/$(1)/tests/bench/%: $(B)/$(1)/tests/bench/%.o $(call libs_of,$(DEPS_both),$(1)) $(B)/$(1)/libtest.a
	$$(call say,LD,$$@)
	$$(Q)$$(CC) $$($(1)_FLAGS) $$($(1)_LD) -o $$@ $$< -Wl,--start-group $(B)/$(1)/libtest.a $(call libs_of,$(DEPS_both),$(1)) -Wl,--end-group -lcmocka -lutil $(LIBS_all)
-include $$(shell find $(B)/$(1) -name '*.d' 2>/dev/null)
endef
comma := ,
$(foreach v,$(VARIANTS),$(eval $(call variant_rules,$(v))))
.SECONDARY:

# What the screen tests' programs find otherwise than on a quiet machine at a working hour.
$(B)/tests/preload.so: tests/tools/clock.c tests/tools/preempt.c
	$(call say,CC,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(WERROR) -D_GNU_SOURCE -shared -fPIC -o $@ $^

$(B)/tests/stutter: tests/tools/stutter.c
	$(call say,CC,$@)
	@mkdir -p $(@D)
	$(Q)$(CC) $(CFLAGS) $(WERROR) -D_GNU_SOURCE -o $@ $<

include tests/tests.mk

# ---- run ----
deps:
	$(Q)sh tests/tools/deps.sh build
run: deps
	$(Q)$(MAKE) $(ON_ALL) rel
	$(Q)$(B)/rel/hotseat --share . $(ARGS)
demo: deps
	$(Q)$(MAKE) $(ON_ALL) rel
	$(Q)$(B)/rel/hotseat --share . --demo $(ARGS)

install: rel
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/hotseat
	install -m 755 $(B)/rel/hotseat $(B)/rel/hotseatd $(DESTDIR)$(PREFIX)/bin/
	cp -R conf themes $(DESTDIR)$(PREFIX)/share/hotseat/

lint: $(GEN)
	$(Q)B=$(B) sh tests/tools/lint.sh
format:
	$(Q)clang-format -i $(SRC) $(HDR) $(wildcard tests/*/*.[ch] tests/unit/*/*.c src/text/gen/*.c)
clean:
	rm -rf $(B)
.PHONY: all rel asan deps run demo install lint format clean
