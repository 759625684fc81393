BEGIN TRANSACTION;
CREATE TABLE agenda (
	id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	due FLOAT NOT NULL, 
	label TEXT, 
	every JSON, 
	duration_s FLOAT, 
	paused_left_s FLOAT, 
	satellite VARCHAR, 
	person VARCHAR, 
	area VARCHAR, 
	commands JSON NOT NULL, 
	created_at FLOAT, 
	PRIMARY KEY (id)
);
INSERT INTO "agenda" VALUES('timer','timer',1772452800.0,'pasta',NULL,300.0,NULL,NULL,NULL,NULL,'[]',NULL);
INSERT INTO "agenda" VALUES('bins','reminder',1772452800.0,'take out the bins','{"weekdays":[0]}',NULL,NULL,NULL,NULL,NULL,'[]',NULL);
CREATE TABLE alembic_version ( version_num VARCHAR(32) NOT NULL, CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num) );
INSERT INTO "alembic_version" VALUES('0003');
CREATE TABLE area (
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	floor VARCHAR, 
	PRIMARY KEY (id)
);
INSERT INTO "area" VALUES('kitchen','Kitchen',NULL);
INSERT INTO "area" VALUES('study','The Study',NULL);
CREATE TABLE device (
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	area VARCHAR, 
	kind VARCHAR, 
	dialect VARCHAR NOT NULL, 
	hardware VARCHAR, 
	first_seen FLOAT NOT NULL, 
	last_seen FLOAT NOT NULL, 
	removed_at FLOAT, 
	PRIMARY KEY (id)
);
INSERT INTO "device" VALUES('light.hall','Hall light','kitchen',NULL,'fake',NULL,1772452800.0,1772452800.0,NULL);
CREATE TABLE floor (
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
CREATE TABLE history (
	id INTEGER NOT NULL, 
	entity_id VARCHAR NOT NULL, 
	at FLOAT NOT NULL, 
	state TEXT, 
	attributes JSON NOT NULL, 
	origin VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "history" VALUES(1,'light.hall',1772452800.0,'on','{"brightness":40}','person');
CREATE TABLE latest_state (
	entity_id VARCHAR NOT NULL, 
	state TEXT NOT NULL, 
	attributes JSON NOT NULL, 
	changed_at FLOAT NOT NULL, 
	updated_at FLOAT NOT NULL, 
	available BOOLEAN NOT NULL, 
	origin VARCHAR NOT NULL, 
	PRIMARY KEY (entity_id)
);
INSERT INTO "latest_state" VALUES('light.hall','on','{"brightness":40}',1772452800.0,1772452800.0,1,'person');
CREATE TABLE lesson (
	id VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	phrase TEXT NOT NULL, 
	person VARCHAR, 
	at FLOAT NOT NULL, 
	lesson JSON NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "lesson" VALUES('l1','phrase','movie time','anna',1772000000.0,'{"id":"l1","kind":"phrase","phrase":"movie time","means":"dim the hall light to 10 percent","targets":[["light.hall"]],"person":"anna","at":1772000000.0}');
CREATE TABLE list_entry (
	list VARCHAR NOT NULL, 
	item VARCHAR NOT NULL, 
	done BOOLEAN NOT NULL, 
	position INTEGER NOT NULL, 
	created_at FLOAT, 
	PRIMARY KEY (list, item)
);
INSERT INTO "list_entry" VALUES('shopping','milk',0,0,1772452800.0);
INSERT INTO "list_entry" VALUES('shopping','eggs',0,1,1772452800.0);
CREATE TABLE meta (
	"key" VARCHAR NOT NULL, 
	value TEXT NOT NULL, 
	PRIMARY KEY ("key")
);
CREATE TABLE person (
	id VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "person" VALUES('anna','Anna');
INSERT INTO "person" VALUES('ben','Ben');
CREATE TABLE rewrite (
	id VARCHAR NOT NULL, 
	text TEXT NOT NULL, 
	person VARCHAR, 
	status VARCHAR NOT NULL, 
	at FLOAT NOT NULL, 
	rule JSON NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "rewrite" VALUES('r1','make it cosy','anna','live',1772452800.0,'{"id":"r1","text":"make it cosy","to":"dim the lamp to 30 percent","person":"anna","support":3,"days":3}');
CREATE TABLE satellite (
	id VARCHAR NOT NULL, 
	area VARCHAR, 
	screen BOOLEAN NOT NULL, 
	owner VARCHAR, 
	PRIMARY KEY (id)
);
INSERT INTO "satellite" VALUES('speaker','kitchen',0,NULL);
CREATE TABLE saying (
	id INTEGER NOT NULL, 
	person VARCHAR, 
	saying JSON NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "saying" VALUES(1,'anna','{"text":"turn on the hall light","said":"turn on the hall light","person":"anna","times":2,"days":2,"last":1772452800.0}');
CREATE TABLE turn (
	id VARCHAR NOT NULL, 
	at FLOAT NOT NULL, 
	session_id VARCHAR NOT NULL, 
	satellite VARCHAR, 
	area VARCHAR, 
	person VARCHAR, 
	text TEXT NOT NULL, 
	nbest JSON NOT NULL, 
	confidence FLOAT NOT NULL, 
	wake FLOAT NOT NULL, 
	intent VARCHAR, 
	slots JSON NOT NULL, 
	probability FLOAT, 
	"by" VARCHAR, 
	interpretation JSON NOT NULL, 
	resolutions JSON NOT NULL, 
	decision_kind VARCHAR NOT NULL, 
	decision JSON NOT NULL, 
	targets JSON NOT NULL, 
	commands JSON NOT NULL, 
	outcome JSON NOT NULL, 
	reply TEXT NOT NULL, 
	interrupted_after_ms FLOAT, 
	ms JSON NOT NULL, rewrite JSON, feedback JSON, p_defect FLOAT, failure_point VARCHAR, sound JSON, 
	PRIMARY KEY (id)
);
INSERT INTO "turn" VALUES('t1',1772452800.0,'t1','speaker',NULL,'anna','turn on the hall light','[]',1.0,1.0,'HassTurnOn','{"name":"hall light"}',0.9,'grammar','{"text":"turn on the hall light","clauses":[{"text":"turn on the hall light","readings":[{"intent":"HassTurnOn","slots":{"name":"hall light"},"probability":0.9}]}]}','[{"clause":{"text":"turn on the hall light","readings":[{"intent":"HassTurnOn","slots":{"name":"hall light"},"probability":0.9}]},"reading":{"intent":"HassTurnOn","slots":{"name":"hall light"},"probability":0.9},"targets":["light.hall"],"candidates":[{"entity_id":"light.hall","score":1.0,"how":"exact"}]}]','Act','{"$":"Act","steps":[{"$":"Command","entity_id":"light.hall","service":"turn_on"},{"$":"Answer","kind":"state","facts":{"at":{"$":"datetime","v":"2026-03-02T12:00:00+00:00"},"pair":{"$":"tuple","v":[1,2]}}}]}','["light.hall"]','[{"entity_id":"light.hall","service":"turn_on"}]','{"confirmations":[{"command":{"entity_id":"light.hall","service":"turn_on"},"status":"confirmed","before":{"state":"off"},"ms":12.5}],"published":[["a","b"]]}','The hall light is on.',NULL,'{"understand":1.5}',NULL,'{"undone":1.0}',0.8,'nlu',NULL);
CREATE INDEX history_at ON history (at);
CREATE INDEX history_entity_at ON history (entity_id, at);
CREATE INDEX turn_satellite_at ON turn (satellite, at);
CREATE INDEX turn_at ON turn (at);
COMMIT;
