-- For wrk: each thread has one connection and is one seat. Its pushes hold one submission each, with contiguous numbers,
-- ids and ticket numbers of their own. The plan (creates.c) has the push with holes on its first line, then a seat a line.
local threads = 0

function setup(thread)
	threads = threads + 1
	thread:set("seat", threads)
end

local function hole(text, mark)
	local from, to = text:find(mark, 1, true)
	assert(from, "no hole " .. mark)
	return text:sub(1, from - 1), text:sub(to + 1)
end

function init(args)
	local f = assert(io.open(os.getenv("PLAN")))
	local push = f:read("*l")
	local line
	for _ = 1, seat do
		line = f:read("*l")
	end
	f:close()
	local auth, number = line:match("^(.-)\t(%d+)$")
	headers = { ["Authorization"] = auth, ["Content-Type"] = "application/json" }
	seat_no = number
	base = os.time()
	-- in the order in which they stand in the push
	local a, b, c, d
	a, push = hole(push, "777777")
	b, push = hole(push, "00000000-0000-7000-8000-00000000000a")
	c, push = hole(push, "00000000-0000-7000-8000-00000000000b")
	d, push = hole(push, "261121000000999900")
	parts = { a, b, c, d, push }
	n = seat == 1 and -1 or 0 -- wrk asks the first thread once before it begins, and throws the answer away
end

function request()
	n = n + 1
	local id = string.format("%08x-%04x-7%03x-8%03x-%08x", base, n % 65536, math.floor(n / 65536), seat, base)
	local no = os.date("!%y%m%d%H%M%S", base + 28800 + math.floor(n / 100)) .. seat_no .. string.format("%02d", n % 100)
	local body = parts[1] .. n .. parts[2] .. id .. "000a" .. parts[3] .. id .. "000b" .. parts[4] .. no .. parts[5]
	return wrk.format("POST", nil, headers, body)
end
