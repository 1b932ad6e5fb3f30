# The tests. Each is one program; tests/tools/run.sh runs them and adds up their cmocka lines.
# The long ones go first. unit, view, sync and api run on asan; screen runs on rel (and once on asan); fault's kill loops run on rel.

UNIT   := $(patsubst %.c,%,$(wildcard tests/unit/*/test_*.c))
VIEW   := $(patsubst %.c,%,$(wildcard tests/view/test_*.c))
SYNC   := $(patsubst %.c,%,$(wildcard tests/sync/test_*.c))
API    := $(patsubst %.c,%,$(wildcard tests/api/test_*.c))
SCREEN := $(patsubst %.c,%,$(wildcard tests/screen/test_*.c))
FAULT  := $(patsubst %.c,%,$(wildcard tests/fault/test_*.c))
FUZZ   := $(patsubst %.c,%,$(wildcard tests/fuzz/fuzz_*.c))
TSAN   := $(filter %/test_queue %/test_log %/test_http %/test_http_raw %/test_net %/test_engine_threads %/test_room %/test_writer,$(UNIT))
SHELLS := $(wildcard tests/tools/test_*.sh)

ASAN_TESTS := $(addprefix $(B)/asan/,$(SYNC) $(API) $(VIEW) $(UNIT))
REL_TESTS  := $(addprefix $(B)/rel/,$(SCREEN) $(FAULT))
TSAN_TESTS := $(addprefix $(B)/tsan/,$(TSAN))
FUZZ_TESTS := $(addprefix $(B)/fuzz/,$(FUZZ))

test:
	$(Q)sh tests/tools/deps.sh build test
	$(Q)$(MAKE) $(ON_ALL) test-built
test-built: rel asan $(B)/tests/preload.so $(ASAN_TESTS) $(REL_TESTS) $(TSAN_TESTS) $(FUZZ_TESTS)
	$(Q)B=$(B) sh tests/tools/run.sh $(REL_TESTS) $(addprefix $(B)/asan/,$(SYNC)) $(SHELLS) $(FUZZ_TESTS) \
		$(filter-out $(B)/asan/tests/sync/%,$(ASAN_TESTS)) $(TSAN_TESTS)
# One room or file: make t T=tests/unit/base/test_err [V=asan]
t: rel $(B)/tests/preload.so $(B)/$(or $(VARIANT),asan)/$(T)
	$(Q)B=$(B) sh tests/tools/run.sh $(B)/$(or $(VARIANT),asan)/$(T)
unit: $(addprefix $(B)/asan/,$(UNIT))
	$(Q)B=$(B) sh tests/tools/run.sh $^
soak: deps rel $(addprefix $(B)/rel/,$(FAULT) $(SYNC))
	$(Q)B=$(B) SOAK=1 sh tests/tools/run.sh $(addprefix $(B)/rel/,$(FAULT) $(SYNC))
# The same screens while seats and centres stand still for moments, as on a machine that has no time for them: what a test
# takes for granted because it was always fast enough fails here. make stutter [T=tests/screen/test_watch]
stutter: rel $(B)/tests/preload.so $(B)/tests/stutter $(if $(T),$(B)/rel/$(T),$(REL_TESTS))
	$(Q)$(B)/tests/stutter 300 3 $(addprefix $(abspath $(B))/rel/,hotseat hotseatd) & stutters=$$!; \
	B=$(B) sh tests/tools/run.sh $(if $(T),$(B)/rel/$(T),$(REL_TESTS)); rc=$$?; kill $$stutters; exit $$rc
bench: deps
	$(Q)sh tests/tools/deps.sh build test bench
	$(Q)$(MAKE) $(ON_ALL) rel $(patsubst %.c,$(B)/rel/%,$(wildcard tests/bench/*.c))
	$(Q)B=$(B) sh tests/bench/bench.sh
# The trainer and the classifier on somebody else's labelled messages, which are no part of the tree: make bench-classify
# DATA=dir, with labelled_segmented_dev.tsv in it.
bench-classify: deps
	$(if $(DATA),,$(error bench-classify needs DATA=dir))
	$(Q)$(MAKE) $(ON_ALL) $(B)/rel/tests/bench/classify
	$(Q)$(B)/rel/tests/bench/classify $(DATA)/labelled_segmented_dev.tsv
# Does one find the answer: real replies as articles, and questions that somebody wrote who had not seen their titles
# (question<TAB>reply_id); neither is part of the tree: make bench-kb DATA=dir QUESTIONS=file, with replies.tsv in DATA.
bench-kb: deps
	$(if $(and $(DATA),$(QUESTIONS)),,$(error bench-kb needs DATA=dir and QUESTIONS=file))
	$(Q)$(MAKE) $(ON_ALL) $(B)/rel/tests/bench/kb_answers
	$(Q)dir=$$(mktemp -d) && $(B)/rel/tests/bench/kb_answers $$dir $(DATA)/replies.tsv $(QUESTIONS); \
	rc=$$?; rm -rf $$dir; exit $$rc
# The document of the interface: a real linter, and a validating proxy before a running centre. Needs Node 20.
contract: deps
	$(Q)sh tests/tools/deps.sh build test contract
	$(Q)$(MAKE) $(ON_ALL) rel $(B)/rel/tests/api/test_contract
	$(Q)B=$(B) sh tests/tools/contract.sh
fuzz: $(FUZZ_TESTS)
	$(Q)for f in $^; do $$f -max_total_time=$(or $(FUZZ_SECONDS),60) || exit 1; done
.PHONY: test test-built t unit soak stutter bench bench-classify bench-kb contract fuzz
