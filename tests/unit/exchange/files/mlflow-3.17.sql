-- Made by MLflow 3.17.2 through its API; `sqlite3 .dump` of the tables that matter, paths and users taken out.
CREATE TABLE "experiments" (
	experiment_id INTEGER NOT NULL, 
	name VARCHAR(256) NOT NULL, 
	artifact_location VARCHAR(256), 
	lifecycle_stage VARCHAR(32), 
	creation_time BIGINT, 
	last_update_time BIGINT, 
	workspace VARCHAR(63) DEFAULT 'default' NOT NULL, 
	CONSTRAINT experiment_pk PRIMARY KEY (experiment_id), 
	CONSTRAINT experiments_lifecycle_stage CHECK (lifecycle_stage IN ('active', 'deleted')), 
	CONSTRAINT uq_experiments_workspace_name UNIQUE (workspace, name)
);
INSERT INTO "experiments" VALUES(0,'Default','/home/me/mlruns/0','active',1795653469192,1795653469192,'default');
INSERT INTO "experiments" VALUES(1,'digits','/home/me/mlruns/1','active',1795653469343,1795653469343,'default');
CREATE TABLE "metrics" (
	"key" VARCHAR(250) NOT NULL, 
	value FLOAT NOT NULL, 
	timestamp BIGINT NOT NULL, 
	run_uuid VARCHAR(32) NOT NULL, 
	step BIGINT DEFAULT '0' NOT NULL, 
	is_nan BOOLEAN DEFAULT '0' NOT NULL, 
	CONSTRAINT metric_pk PRIMARY KEY ("key", timestamp, step, run_uuid, value, is_nan), 
	FOREIGN KEY(run_uuid) REFERENCES runs (run_uuid), 
	CHECK (is_nan IN (0, 1))
);
INSERT INTO "metrics" VALUES('loss',1.0,1795653471154,'f6a671ea7f18421bb62257397f0508ca',0,0);
INSERT INTO "metrics" VALUES('acc',0.0,1795653471154,'f6a671ea7f18421bb62257397f0508ca',0,0);
INSERT INTO "metrics" VALUES('loss',0.5,1795653471445,'f6a671ea7f18421bb62257397f0508ca',1,0);
INSERT INTO "metrics" VALUES('acc',0.5,1795653471445,'f6a671ea7f18421bb62257397f0508ca',1,0);
INSERT INTO "metrics" VALUES('loss',3.33333333333333314829e-01,1795653471656,'f6a671ea7f18421bb62257397f0508ca',2,0);
INSERT INTO "metrics" VALUES('acc',1.0,1795653471656,'f6a671ea7f18421bb62257397f0508ca',2,0);
INSERT INTO "metrics" VALUES('odd',0.0,1795653471813,'f6a671ea7f18421bb62257397f0508ca',0,1);
INSERT INTO "metrics" VALUES('loss',5.0,1795653473016,'43e8a3aea8dd4ff18483b78e9bb80306',0,0);
CREATE TABLE "params" (
	"key" VARCHAR(250) NOT NULL, 
	value VARCHAR(8000) NOT NULL, 
	run_uuid VARCHAR(32) NOT NULL, 
	CONSTRAINT param_pk PRIMARY KEY ("key", run_uuid), 
	FOREIGN KEY(run_uuid) REFERENCES runs (run_uuid)
);
INSERT INTO "params" VALUES('lr','0.1','f6a671ea7f18421bb62257397f0508ca');
INSERT INTO "params" VALUES('layers','3','f6a671ea7f18421bb62257397f0508ca');
INSERT INTO "params" VALUES('opt','adam','f6a671ea7f18421bb62257397f0508ca');
INSERT INTO "params" VALUES('warm','True','f6a671ea7f18421bb62257397f0508ca');
INSERT INTO "params" VALUES('none','None','f6a671ea7f18421bb62257397f0508ca');
INSERT INTO "params" VALUES('code','007','f6a671ea7f18421bb62257397f0508ca');
INSERT INTO "params" VALUES('lr','10','ca5358ef24b44d7b8c97c033cd8b0fff');
CREATE TABLE "runs" (
	run_uuid VARCHAR(32) NOT NULL, 
	name VARCHAR(250), 
	source_type VARCHAR(20), 
	source_name VARCHAR(500), 
	entry_point_name VARCHAR(50), 
	user_id VARCHAR(256), 
	status VARCHAR(9), 
	start_time BIGINT, 
	end_time BIGINT, 
	source_version VARCHAR(50), 
	lifecycle_stage VARCHAR(20), 
	artifact_uri VARCHAR(200), 
	experiment_id INTEGER, deleted_time BIGINT, 
	CONSTRAINT run_pk PRIMARY KEY (run_uuid), 
	CONSTRAINT source_type CHECK (source_type IN ('NOTEBOOK', 'JOB', 'LOCAL', 'UNKNOWN', 'PROJECT')), 
	CONSTRAINT runs_lifecycle_stage CHECK (lifecycle_stage IN ('active', 'deleted')), 
	FOREIGN KEY(experiment_id) REFERENCES experiments (experiment_id), 
	CHECK (status IN ('SCHEDULED', 'FAILED', 'FINISHED', 'RUNNING', 'KILLED'))
);
INSERT INTO "runs" VALUES('f6a671ea7f18421bb62257397f0508ca','baseline','UNKNOWN','','','me','FINISHED',1795653470033,1795653471896,'','active','/home/me/mlruns/1/f6a671ea7f18421bb62257397f0508ca/artifacts',1,NULL);
INSERT INTO "runs" VALUES('ca5358ef24b44d7b8c97c033cd8b0fff','broken','UNKNOWN','','','me','FAILED',1795653471953,1795653472250,'','active','/home/me/mlruns/1/ca5358ef24b44d7b8c97c033cd8b0fff/artifacts',1,NULL);
INSERT INTO "runs" VALUES('cf4cd1e47a79483d99b5fa7c847d079c','gone','UNKNOWN','','','me','FINISHED',1795653472382,1795653472566,'','deleted','/home/me/mlruns/1/cf4cd1e47a79483d99b5fa7c847d079c/artifacts',1,1795653472752);
INSERT INTO "runs" VALUES('43e8a3aea8dd4ff18483b78e9bb80306','killed','UNKNOWN','','','me','RUNNING',1795653472823,NULL,'','active','/home/me/mlruns/1/43e8a3aea8dd4ff18483b78e9bb80306/artifacts',1,NULL);
CREATE TABLE "tags" (
	"key" VARCHAR(250) NOT NULL, 
	value VARCHAR(8000), 
	run_uuid VARCHAR(32) NOT NULL, 
	CONSTRAINT tag_pk PRIMARY KEY ("key", run_uuid), 
	FOREIGN KEY(run_uuid) REFERENCES runs (run_uuid)
);
INSERT INTO "tags" VALUES('mlflow.user','me','f6a671ea7f18421bb62257397f0508ca');
INSERT INTO "tags" VALUES('mlflow.source.name','mlfix.py','f6a671ea7f18421bb62257397f0508ca');
INSERT INTO "tags" VALUES('mlflow.source.type','LOCAL','f6a671ea7f18421bb62257397f0508ca');
INSERT INTO "tags" VALUES('mlflow.runName','baseline','f6a671ea7f18421bb62257397f0508ca');
INSERT INTO "tags" VALUES('team','a','f6a671ea7f18421bb62257397f0508ca');
INSERT INTO "tags" VALUES('mlflow.note.content','first try','f6a671ea7f18421bb62257397f0508ca');
INSERT INTO "tags" VALUES('mlflow.user','me','ca5358ef24b44d7b8c97c033cd8b0fff');
INSERT INTO "tags" VALUES('mlflow.source.name','mlfix.py','ca5358ef24b44d7b8c97c033cd8b0fff');
INSERT INTO "tags" VALUES('mlflow.source.type','LOCAL','ca5358ef24b44d7b8c97c033cd8b0fff');
INSERT INTO "tags" VALUES('mlflow.runName','broken','ca5358ef24b44d7b8c97c033cd8b0fff');
INSERT INTO "tags" VALUES('mlflow.user','me','cf4cd1e47a79483d99b5fa7c847d079c');
INSERT INTO "tags" VALUES('mlflow.source.name','mlfix.py','cf4cd1e47a79483d99b5fa7c847d079c');
INSERT INTO "tags" VALUES('mlflow.source.type','LOCAL','cf4cd1e47a79483d99b5fa7c847d079c');
INSERT INTO "tags" VALUES('mlflow.runName','gone','cf4cd1e47a79483d99b5fa7c847d079c');
INSERT INTO "tags" VALUES('mlflow.user','me','43e8a3aea8dd4ff18483b78e9bb80306');
INSERT INTO "tags" VALUES('mlflow.source.name','mlfix.py','43e8a3aea8dd4ff18483b78e9bb80306');
INSERT INTO "tags" VALUES('mlflow.source.type','LOCAL','43e8a3aea8dd4ff18483b78e9bb80306');
INSERT INTO "tags" VALUES('mlflow.runName','killed','43e8a3aea8dd4ff18483b78e9bb80306');
