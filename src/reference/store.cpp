#include <fmt/format.h>

#include "platform/base/files.h"
#include "reference/reference.h"

namespace tenzij::reference {

namespace {

using Cells = std::vector<std::string_view>;

// Calls `row` for each line after the header; an error names the line.
template <class Row>
std::size_t each_row(const std::string& content, std::size_t columns, Row&& row) {
  std::size_t line_number = 0;
  std::size_t count = 0;
  for (const std::string_view raw : text::split(content, '\n')) {
    ++line_number;
    const std::string_view line = text::trim(raw);
    if (line_number == 1 || line.empty() || line.front() == '#') continue;
    const Cells cells = text::split(raw, '\t');
    const MessageArgs where{{"line", std::to_string(line_number)}, {"columns", std::to_string(columns)}};
    if (cells.size() < columns) throw Error(400, "rowTooFewColumns", where);
    if (!text::valid_utf8(raw)) throw Error(400, "rowNotUtf8", where);
    row(cells, where);
    ++count;
  }
  return count;
}

std::string cell(const Cells& cells, std::size_t at) { return std::string(text::trim(cells[at])); }

std::vector<std::string> list(const Cells& cells, std::size_t at) {
  std::vector<std::string> out;
  for (const std::string_view part : text::split(cells[at], ','))
    if (!text::trim(part).empty()) out.emplace_back(text::trim(part));
  return out;
}

void load_themes(db::Connection& owner, const std::string& content) {
  owner.script("DELETE FROM reference.theme");
  int position = 0;
  each_row(content, 7, [&](const Cells& c, const MessageArgs&) {
    owner.query("INSERT INTO reference.theme VALUES ($1, $2, $3, $4, $5, $6, $7::text[], $8::int[])", cell(c, 0), ++position, cell(c, 1),
                cell(c, 2), cell(c, 3), cell(c, 4), list(c, 5), list(c, 6));
  });
}

void load_codes(db::Connection& owner, const std::string& content) {
  owner.script("DELETE FROM reference.code");
  int position = 0;
  each_row(content, 4, [&](const Cells& c, const MessageArgs&) {
    owner.query("INSERT INTO reference.code VALUES ($1, $2, $3, $4, $5)", cell(c, 0), cell(c, 1), ++position, cell(c, 2), cell(c, 3));
  });
}

void load_thresholds(db::Connection& owner, const std::string& content) {
  owner.script("DELETE FROM reference.threshold");
  each_row(content, 6, [&](const Cells& c, const MessageArgs&) {
    owner.query("INSERT INTO reference.threshold VALUES ($1, $2, $3, $4::bigint * 100, $5, $6)", cell(c, 0), cell(c, 1), cell(c, 2),
                cell(c, 3), cell(c, 4) == "yes", cell(c, 5));
  });
}

const db::Statement upsert_cpv{"reference.upsert_cpv", R"sql(
INSERT INTO reference.cpv
VALUES ($1, $2, $3)
ON CONFLICT (code)
DO UPDATE SET name_nl = $2, name_en = $3
)sql"};

std::size_t load_cpv(db::Connection& owner, const std::string& content) {
  return each_row(content, 3, [&](const Cells& c, const MessageArgs& where) {
    const std::string code = cell(c, 0);
    if (code.size() != 8 || code.find_first_not_of("0123456789") != std::string::npos) throw Error(400, "rowNotCpv", where);
    owner.query(upsert_cpv, code, cell(c, 1), cell(c, 2));
  });
}

const db::Statement upsert_municipality{"reference.upsert_municipality", R"sql(
INSERT INTO reference.municipality
VALUES ($1, $2, $3)
ON CONFLICT (code)
DO UPDATE SET name = $2, province = $3
)sql"};

std::size_t load_municipalities(db::Connection& owner, const std::string& content) {
  return each_row(content, 3, [&](const Cells& c, const MessageArgs& where) {
    if (cell(c, 0).size() != 6 || !cell(c, 0).starts_with("GM")) throw Error(400, "rowNotMunicipality", where);
    owner.query(upsert_municipality, cell(c, 0), cell(c, 1), cell(c, 2));
  });
}

void load_empty_reasons(db::Connection& owner, const std::string& content) {
  owner.script("DELETE FROM reference.empty_reason");
  for (const std::string_view line : text::split(content, '\n'))
    if (const std::string words = normal_reason(line); !words.empty() && line.front() != '#')
      owner.query("INSERT INTO reference.empty_reason VALUES ($1) ON CONFLICT DO NOTHING", words);
}

// All rows or none.
template <class Load>
std::size_t in_one_piece(db::Connection& owner, Load&& load_rows) {
  owner.script("BEGIN");
  try {
    const std::size_t count = load_rows();
    owner.script("COMMIT");
    return count;
  } catch (...) {
    owner.script("ROLLBACK");
    throw;
  }
}

}  // namespace

void load(db::Connection& owner, const std::filesystem::path& knowledge) {
  const std::map<std::string, std::function<void(const std::string&)>> files{
      {"themes.tsv", [&](const std::string& content) { load_themes(owner, content); }},
      {"codes.tsv", [&](const std::string& content) { load_codes(owner, content); }},
      {"empty-reasons.txt", [&](const std::string& content) { load_empty_reasons(owner, content); }},
      {"thresholds.tsv", [&](const std::string& content) { load_thresholds(owner, content); }},
      {"cpv.tsv", [&](const std::string& content) { load_cpv(owner, content); }},
      {"municipalities.tsv", [&](const std::string& content) { load_municipalities(owner, content); }}};
  for (const auto& each : files) {
    const std::string& name = each.first;
    const auto& load_file = each.second;
    const std::string content = read_file(knowledge / "reference" / name);
    const std::string checksum = sha256_hex(content);
    if (!owner.query("SELECT 1 FROM reference.loaded WHERE file = $1 AND checksum = $2", name, checksum).empty()) continue;
    try {
      in_one_piece(owner, [&] {
        load_file(content);
        owner.query("INSERT INTO reference.loaded VALUES ($1, $2) ON CONFLICT (file) DO UPDATE SET checksum = $2", name, checksum);
        return std::size_t{1};
      });
    } catch (const std::exception& fault) {
      throw std::runtime_error("knowledge/reference/" + name + ": " + fault.what());
    }
  }
}

std::size_t import_cpv(db::Connection& owner, const std::filesystem::path& file) {
  return in_one_piece(owner, [&] { return load_cpv(owner, read_file(file)); });
}

std::size_t import_municipalities(db::Connection& owner, const std::filesystem::path& file) {
  return in_one_piece(owner, [&] { return load_municipalities(owner, read_file(file)); });
}

const db::Statement themes_in_order{"reference.themes_in_order", R"sql(
SELECT code, position, name_nl, name_en, explanation_nl, explanation_en, to_jsonb(eforms_codes) AS eforms_codes,
       to_jsonb(sdgs) AS sdgs
  FROM reference.theme
 ORDER BY position
)sql"};

std::vector<Theme> themes(db::Session& session) { return session.rows<Theme>(themes_in_order); }

}  // namespace tenzij::reference
