-- The two logins and the database. Run it once, as PostgreSQL's superuser: runuser -u postgres -- psql -f roles.sql
-- "designation-owner" owns the tables and is used by migrate and grant_rights only. "designation" owns nothing.
-- Neither has a password: PostgreSQL accepts each from the Linux user of the same name, over its unix socket.
\set ON_ERROR_STOP on
CREATE ROLE "designation-owner" LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB;
CREATE ROLE designation LOGIN NOSUPERUSER NOCREATEROLE NOCREATEDB;
CREATE DATABASE designation OWNER "designation-owner" ENCODING 'UTF8' LOCALE 'C.UTF-8' TEMPLATE template0;
REVOKE ALL ON DATABASE designation FROM PUBLIC;
GRANT CONNECT ON DATABASE designation TO designation;
