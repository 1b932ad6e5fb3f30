// peer.js PORT FILE: the peer of tests/bench/creates.c: takes the same pushes as hotseatd (POST /v1/sync/ops, one
// submission each) and keeps them as durably - SQLite, WAL, synchronous=FULL, an answer only after the commit - the way
// one would write it first: a transaction a request, prepared statements, one row of ticket, event and change each, ticket
// numbers unique. It checks no rule, no signature, no person, makes no hash and dispatches nothing: what it does less is
// in its favour. Says "ready" when it listens, and "tickets N" when it has been asked to end.
'use strict'
const Database = require('better-sqlite3')
const fastify = require('fastify')

const [port, file] = process.argv.slice(2)
const db = new Database(file)
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')
db.exec(`
	CREATE TABLE ticket (id TEXT PRIMARY KEY, no TEXT NOT NULL UNIQUE, state TEXT NOT NULL, matter TEXT NOT NULL,
		rev INTEGER NOT NULL, created_at INTEGER NOT NULL) WITHOUT ROWID;
	CREATE TABLE event (id TEXT PRIMARY KEY, ticket TEXT NOT NULL, kind TEXT NOT NULL, actor TEXT NOT NULL,
		at INTEGER NOT NULL, body TEXT NOT NULL) WITHOUT ROWID;
	CREATE TABLE change (seq INTEGER PRIMARY KEY, ticket TEXT NOT NULL, rev INTEGER NOT NULL);
`)
const addTicket = db.prepare('INSERT INTO ticket VALUES (?, ?, ?, ?, 1, ?)')
const addEvent = db.prepare('INSERT INTO event VALUES (?, ?, ?, ?, ?, ?)')
const addChange = db.prepare('INSERT INTO change (ticket, rev) VALUES (?, 1)')
const count = db.prepare('SELECT count(*) AS n FROM ticket')

const push = db.transaction((ops) => ops.map(({ n, body }) => {
	const set = body.set
	const event = JSON.stringify(body)
	addTicket.run(body.ticket, set.ticket_no, 'pending', JSON.stringify(set), body.at)
	addEvent.run(body.id, body.ticket, body.kind, body.by, body.at, event)
	const seq = addChange.run(body.ticket).lastInsertRowid
	return { n, id: body.id, ticket: body.ticket, status: 'applied', rev: 1, seq: Number(seq), number: set.ticket_no }
}))

const app = fastify({ bodyLimit: 1048576 })
app.post('/v1/sync/ops', (request, reply) => {
	const results = push(request.body.ops)
	reply.send({ results, last_op: results[results.length - 1].n, server_ms: Date.now() })
})
process.once('SIGTERM', () => {
	console.log(`tickets ${count.get().n}`)
	process.exit(0)
})
app.listen({ port: Number(port), host: '127.0.0.1', backlog: 511 }).then(() => console.log('ready'))
