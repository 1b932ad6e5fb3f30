# The figures of the floor from the raw desk records alone ("hotseatd records --json"), by nothing of the program's: what a call
# and an interval are is read off domain.md 2.10-2.12 and 6. -v day=MS: calls since then are counted. -v to=MS: when the
# intervals that go on are cut. -v settled=MS: all calls that came before that are written down.
# Says: "wall" lines, as 班长台 has them at 120 columns; "waiting N since MS"; "checked N", of words about the queue that fit the
# calls; "report NAME KEY VALUE".
function member(name,   at, s) { # a member of the line's JSON, text or number
	at = index($0, "\"" name "\":")
	if (at == 0) return ""
	s = substr($0, at + length(name) + 3)
	if (substr(s, 1, 1) == "\"") { s = substr(s, 2); return substr(s, 1, index(s, "\"") - 1) }
	match(s, /^-?[0-9]+/)
	return substr(s, 1, RLENGTH)
}
function said(text, name,   n, i, parts) { # of the line that a call is told in
	n = split(text, parts, " ")
	for (i = 1; i <= n; i++)
		if (index(parts[i], name "=") == 1) return substr(parts[i], length(name) + 2) + 0
	return 0
}
function share(n, of) { return of > 0 ? hundredth(int((2 * n * 10000 + of) / (2 * of))) : "--" }
function hundredth(n) { return sprintf("%d.%02d", int(n / 100), n % 100) }
function mean(ms, of,   tenths) {
	if (of == 0) return "--"
	tenths = int((2 * ms + 100 * of) / (200 * of))
	return sprintf("%d.%d", int(tenths / 10), tenths % 10)
}
function unit(value, sign) { return value == "--" ? value : value sign }

{ kind = member("kind"); by = member("by"); at = member("at") + 0; code = member("code"); call = member("call") }

kind == "call_log" {
	text = member("text"); answer = said(text, "answer"); over = said(text, "over"); waited = said(text, "waited")
	n_calls++
	entered[n_calls] = call in passed ? passed[call] : at - waited # began to wait in the queue
	if (code == "passed") passed[call] = over # and waits on
	left[n_calls] = code == "abandoned" ? over : at
	if (at < day) next
	wait = waited + (code == "answered" ? answer : over) - at
	n_way[code]++; way_of[by, code]++; people[by] = 1
	if (code != "passed" && wait > longest) longest = wait
	if (code == "answered") {
		fast += wait <= 15000; waits += wait; talks += over - answer; holds += said(text, "hold")
		wait_of[by] += wait; talk_of[by] += over - answer
		counts[by, call] = 1
	}
}
kind == "agent" {
	n_states[by]++
	state[by, n_states[by]] = code; begins[by, n_states[by]] = at; of_call[by, n_states[by]] = call
	people[by] = 1
}
kind == "queue" {
	n_queue++
	waiting[n_queue] = member("object") + 0; word_at[n_queue] = at; longest_s[n_queue] = member("seconds") + 0
}
END {
	for (by in n_states) {
		n = n_states[by]
		# the records come by their time; of two at one instant the first is empty whichever it is
		for (i = 1; i <= n; i++) {
			end = i < n ? begins[by, i + 1] : to
			from = begins[by, i] < day ? day : begins[by, i]
			s = state[by, i]
			if (end > from) { ms[s] += end - from; ms_of[by, s] += end - from }
			if (s == "acw" && i < n && (by, of_call[by, i]) in counts) {
				acw += end - begins[by, i]; acw_of[by] += end - begins[by, i]
			}
		}
		in_state[state[by, n]]++
		if (state[by, n] != "offline") there++
	}
	a = n_way["answered"] + 0; lost = n_way["missed"] + n_way["abandoned"]; offered = a + lost
	line = in_state["talking"] + in_state["hold"] + in_state["consulting"]
	printf "wall 在席 %d  振铃 %d  通话 %d  话后 %d  示闲 %d  外呼 %d  小休 %d%s\n", there, in_state["ringing"], line, in_state["acw"],
		in_state["idle"], in_state["outbound"], in_state["rest"], (in_state["busy"] > 0 ? "  示忙 " in_state["busy"] : "")
	printf "wall 今日接通 %d  接通率 %s  15秒接通率 %s  平均等待 %s  平均话后 %s  平均处理 %s\n", a, unit(share(a, offered), "%"),
		unit(share(fast, a), "%"), unit(mean(waits, a), "秒"), unit(mean(acw, a), "秒"), unit(mean(talks + acw, a), "秒")
	if (n_queue > 0) {
		since = word_at[n_queue] - longest_s[n_queue] * 1000
		printf "waiting %d since %.0f\n", waiting[n_queue], since
		# a word about the queue against the calls, of when all of them are written down
		for (i = 1; i <= n_queue; i++) {
			if (word_at[i] >= settled) continue
			n = 0
			for (k = 1; k <= n_calls; k++)
				n += entered[k] <= word_at[i] && word_at[i] < left[k]
			if (n != waiting[i]) printf "wrong %d is %d at %.0f\n", waiting[i], n, word_at[i]
			else checked++
		}
		printf "checked %d\n", checked
	}
	whole = "day"
	printf "report %s offered %d\n", whole, offered
	n = split("answered missed passed abandoned called uncalled line_busy", w, " ")
	for (i = 1; i <= n; i++) printf "report %s %s %d\n", whole, w[i], n_way[w[i]]
	printf "report %s answered_rate %s\n", whole, share(a, offered)
	printf "report %s answered_15s_rate %s\n", whole, share(fast, a)
	printf "report %s given_up_rate %s\n", whole, share(lost, offered)
	printf "report %s line_busy_rate %s\n", whole, share(n_way["line_busy"] + 0, offered + n_way["line_busy"])
	printf "report %s asa %s\nreport %s att %s\n", whole, mean(waits, a), whole, mean(talks, a)
	printf "report %s acw %s\nreport %s aht %s\n", whole, mean(acw, a), whole, mean(talks + acw, a)
	printf "report %s hold %s\n", whole, mean(holds, a)
	printf "report %s longest_wait %s\n", whole, (offered > 0 ? mean(longest, 1) : "--")
	n = split("idle ringing talking hold consulting acw busy rest outbound", w, " ")
	for (i = 1; i <= n; i++) printf "report %s %s_s %d\n", whole, w[i], int(ms[w[i]] / 1000)
	for (by in n_states) {
		b = way_of[by, "answered"]
		printf "report %s answered %d\n", by, b
		printf "report %s asa %s\nreport %s acw %s\n", by, mean(wait_of[by], b), by, mean(acw_of[by], b)
		printf "report %s aht %s\n", by, mean(talk_of[by] + acw_of[by], b)
		for (i = 1; i <= n; i++) printf "report %s %s_s %d\n", by, w[i], int(ms_of[by, w[i]] / 1000)
	}
}
