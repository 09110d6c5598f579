#!/bin/sh
# The MongoDB stand-in for tests: FerretDB v2 (speaks MongoDB's protocol) over
# PostgreSQL 18 with Microsoft's documentdb extension, which exists as a Debian
# package in forky only and therefore lives in a chroot of its own.
#
#   tools/mongo.sh start [DIR]   build what is missing, start, print MONGODB_URI
#   tools/mongo.sh uri   [DIR]   print the MONGODB_URI of the running stand-in
#   tools/mongo.sh stop  [DIR]   end everything start began
#
# DIR (default ./build/mongo, about 700 MB) caches the chroot and the build;
# one stand-in runs per DIR. Data is not durable on purpose: it is for tests.
# MONGO_ROOTFS_MIRROR: another Debian mirror than mmdebstrap's default.
set -eu

here=$(cd "$(dirname "$0")" && pwd)
dir=${2:-$here/../build/mongo}
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
root=$dir/forky
log=$dir/log
data=$root/var/lib/postgresql/kring

say() { echo "mongo.sh: $*" >&2; }
fail() {
	say "$*"
	exit 1
}
fail_with_logs() {
	say "$*"
	for f in postgres ferretdb; do [ ! -s "$log/$f" ] || tail -n 20 "$log/$f" >&2; done
	exit 1
}

# pid_of NAME prints the process that start began, if it still runs; a zombie
# (a container's first process may not reap) has ended.
pid_of() {
	case $1 in postgres) file=$data/postmaster.pid ;; *) file=$dir/$1.pid ;; esac
	[ -s "$file" ] || return 1
	pid=$(head -n 1 "$file")
	grep -q '^State:.[^Z]' "/proc/$pid/status" 2>/dev/null && grep -q "$1" "/proc/$pid/comm" && echo "$pid"
}
ended() { ! pid_of "$1"; }

# until_true SECONDS WHAT COMMAND...: polls, because neither server can tell when it is ready.
until_true() {
	tries=$(($1 * 10)) what=$2
	shift 2
	until "$@" >/dev/null 2>&1; do
		tries=$((tries - 1))
		[ $tries -gt 0 ] || fail_with_logs "$what"
		sleep 0.1
	done
}

inside() { chroot "$root" setpriv --reuid=postgres --regid=postgres --clear-groups env -C /var/lib/postgresql PATH=/usr/lib/postgresql/18/bin:/usr/bin:/bin LC_ALL=C.UTF-8 "$@"; }
sql() { inside psql -qAtX -h /run/kring -d postgres -c "$1"; }

need_root() { [ "$(id -u)" = 0 ] || fail "needs root for a chroot; run as root, or set MONGODB_URI to a MongoDB of your own"; }

install_mmdebstrap() {
	command -v mmdebstrap >/dev/null && return
	command -v apt-get >/dev/null || fail "mmdebstrap is missing and there is no apt-get to install it; install mmdebstrap or set MONGODB_URI"
	say "installing mmdebstrap"
	export DEBIAN_FRONTEND=noninteractive
	{ apt-get update && apt-get install -y --no-install-recommends mmdebstrap debian-archive-keyring; } >"$dir/apt.log" 2>&1 ||
		{ tail -n 20 "$dir/apt.log" >&2; fail "apt-get could not install mmdebstrap"; }
}

build_root() {
	[ -e "$dir/forky.done" ] && return
	install_mmdebstrap
	say "making a Debian forky chroot with PostgreSQL 18 and documentdb (about a minute)"
	rm -rf "$root"
	mmdebstrap --variant=essential --include=postgresql-18,postgresql-18-documentdb \
		--aptopt='Acquire::Check-Valid-Until "false"' forky "$root" ${MONGO_ROOTFS_MIRROR:-} >"$dir/mmdebstrap.log" 2>&1 ||
		{ tail -n 20 "$dir/mmdebstrap.log" >&2; fail "mmdebstrap failed"; }
	[ -x "$root/usr/lib/postgresql/18/bin/postgres" ] || fail "the chroot has no PostgreSQL 18"
	touch "$dir/forky.done"
}

init_database() {
	mkdir -p "$log" "$root/run/kring"
	chroot "$root" chown postgres:postgres /run/kring
	[ -e "$dir/data.done" ] && return
	rm -rf "$data"
	inside initdb -D /var/lib/postgresql/kring -E UTF8 --locale=C.UTF-8 --auth=trust --no-sync >"$log/initdb" 2>&1 || { cat "$log/initdb" >&2; fail "initdb failed"; }
	# Unix socket only, so there is no port to collide on. mmap: a chroot has
	# no /dev/shm. documentdb and its pg_cron jobs connect back to PostgreSQL.
	cat >>"$data/postgresql.conf" <<-CONF
		listen_addresses = ''
		unix_socket_directories = '/run/kring'
		dynamic_shared_memory_type = mmap
		fsync = off
		max_connections = 200
		shared_preload_libraries = 'pg_cron,pg_documentdb_core,pg_documentdb'
		cron.database_name = 'postgres'
		cron.host = '/run/kring'
		documentdb.localhost_connection_string = 'host=/run/kring'
	CONF
}

start_postgres() {
	rm -f "$data/postmaster.pid"
	# exec: the waiting subshell must not hold the caller's output open either.
	(exec >"$log/postgres" 2>&1 </dev/null && inside postgres -D /var/lib/postgresql/kring) &
	until_true 60 "PostgreSQL does not answer" sql 'SELECT 1'
	sql 'CREATE EXTENSION IF NOT EXISTS documentdb CASCADE' >"$log/extension" 2>&1 || fail "CREATE EXTENSION documentdb: $(cat "$log/extension")"
	touch "$dir/data.done"
}

build_ferretdb() { # beside build_root, which mostly waits for the network
	(cd "$here/ferretdb" && go build -o "$dir/ferretdb" github.com/FerretDB/FerretDB/v2/cmd/ferretdb) || fail "FerretDB does not build"
}

# A symlink in /tmp keeps the socket's path under the kernel's 107 bytes.
start_ferretdb() {
	ln -sfn "$root/run/kring" "$(socket_link)"
	: >"$log/ferretdb"
	"$dir/ferretdb" --listen-addr=127.0.0.1:0 --debug-addr=- --no-auth --telemetry=disable --state-dir="$dir" \
		--postgresql-url="postgres://postgres@/postgres?host=$(socket_link)" >"$log/ferretdb" 2>&1 </dev/null &
	echo $! >"$dir/ferretdb.pid"
	until_true 60 "FerretDB does not listen" uri
}
socket_link() { echo "/tmp/kring-$(echo "$dir" | cksum | cut -d' ' -f1)"; }

uri() {
	pid_of ferretdb >/dev/null || return 1
	port=$(sed -n 's/.*Listening on TCP.*127\.0\.0\.1:\([0-9]*\).*/\1/p' "$log/ferretdb" | head -n 1)
	[ -n "$port" ] && echo "mongodb://127.0.0.1:$port/"
}

end() { # end NAME SIGNAL
	pid=$(pid_of "$1") || return 0
	kill "-$2" "$pid"
	until_true 20 "$1 does not stop" ended "$1"
}

case ${1:-} in
start)
	if uri; then exit 0; fi
	need_root
	build_ferretdb &
	build_root
	wait $! || exit 1
	pid_of postgres >/dev/null || { init_database && start_postgres; }
	start_ferretdb
	uri
	;;
uri) uri || fail "not running in $dir" ;;
stop)
	end ferretdb TERM
	end postgres INT
	rm -f "$(socket_link)"
	;;
*) fail "usage: tools/mongo.sh start|stop|uri [DIR]" ;;
esac
