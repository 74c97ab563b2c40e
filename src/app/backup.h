// One file that holds everything of one database: `tar` with manifest.json and database.dump (pg_dump's own form). The manifest says
// what must come back: rows per table and the last hash of every audit chain, taken in the same snapshot as the dump.
#pragma once

#include "app/settings.h"

namespace tenzij::app {

struct Migration {
  std::string name;
  std::string checksum;
};
BOOST_DESCRIBE_STRUCT(Migration, (), (name, checksum))

struct TableRows {
  std::string name;  // schema.table
  std::int64_t rows;
};
BOOST_DESCRIBE_STRUCT(TableRows, (), (name, rows))

struct Chain {
  std::string code;  // of the municipality
  std::int64_t entries;
  std::string last_hash;
};
BOOST_DESCRIBE_STRUCT(Chain, (), (code, entries, last_hash))

struct Manifest {
  std::string format;
  std::string version;  // of the Tenzij that made it
  std::string made_at;  // ISO 8601, UTC
  std::vector<Migration> migrations;
  std::vector<TableRows> tables;
  std::vector<Chain> chains;
};
BOOST_DESCRIBE_STRUCT(Manifest, (), (format, version, made_at, migrations, tables, chains))

// What is in the database now, as one snapshot when `owner` is in a transaction that reads repeatably.
Manifest take_stock(db::Connection& owner);

// Both print what they did and throw one clear line when they cannot. A server may run on the data during a backup.
int backup(const Settings& settings, const std::filesystem::path& file);
// Into an empty folder or database only; proves by counts and audit chains that everything is back, and then migrates to this version.
int restore(const Settings& settings, const std::filesystem::path& file);

}  // namespace tenzij::app
