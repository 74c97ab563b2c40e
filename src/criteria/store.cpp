// Rows of criteria, and the library that Tenzij brings.
#include "criteria/store.h"

#include "platform/base/files.h"

namespace tenzij::criteria {

namespace {

std::vector<std::string> words(const CriterionInput& in) {
  return scan::lexemes(in.title + " " + in.text + " " + in.explanation + " " + in.evidence);
}

std::string content_hash(const CriterionInput& in) { return sha256_hex(json::dump(json::encode(in))); }

const db::Statement insert_edition{"criteria.insert_edition", R"sql(
INSERT INTO criteria.edition (municipality_id, criterion_id, edition, fields, person_id, at)
VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT DO NOTHING
)sql"};

void keep_edition(db::Session& session, const Uuid& id, int edition, const CriterionInput& in, Instant now) {
  const Uuid person = session.actor().person_id;
  session.query(insert_edition, session.actor().municipality_id, id, edition, json::encode(in),
                person.is_nil() ? std::nullopt : std::optional(person), now);
}

json::value variables_of(const CriterionInput& in) { return json::encode(in.variables); }

// Lines of a table with a header; the files are ours, so a wrong line is a fault of the installation.
std::vector<std::vector<std::string>> tsv(const std::filesystem::path& file) {
  std::vector<std::vector<std::string>> out;
  const std::string content = read_file(file);
  for (const auto line : text::split(content, '\n')) {
    if (line.empty()) continue;
    auto& row = out.emplace_back();
    for (const auto cell : text::split(line, '\t')) row.emplace_back(cell);
    if (row.size() != out.front().size()) throw std::runtime_error(file.string() + ": " + std::string(line));
  }
  if (!out.empty()) out.erase(out.begin());
  return out;
}

LibraryItem item_of(const json::value& in, const std::string& category) {
  json::object fields = in.as_object();
  fields["fromCents"] = fields.at("fromEuro").to_number<std::int64_t>() * 100;
  fields.erase("fromEuro");
  fields["categories"] = category == "any" ? json::array{} : json::array{json::value(category)};
  return json::restore<LibraryItem>(fields);
}

}  // namespace

Library::Library(const std::filesystem::path& folder) {
  std::string all;
  for (const auto& row : tsv(folder / "categories.tsv")) {
    PurchasingCategory category{row.at(0), row.at(1), row.at(2), {}};
    for (const auto each : text::split(row.at(3), ',')) category.cpv.emplace_back(each);
    categories.push_back(std::move(category));
    all += row.at(0) + row.at(1) + row.at(2) + row.at(3);
  }
  const json::value by_instrument = json::parse(read_file(folder / "instruments.json"));
  for (const auto& each : by_instrument.as_object()) {
    json::object law = each.value().as_object();
    law["instrument"] = each.key();
    laws.push_back(json::restore<InstrumentLaw>(law));
  }
  std::vector<std::string> names{"any"};
  for (const auto& category : categories) names.push_back(category.code);
  for (const auto& name : names) {
    const std::string content = read_file(folder / (name + ".json"));
    all += content;
    const json::value file = json::parse(content);
    for (const auto& each : file.as_array()) {
      items.push_back(item_of(each, name));
      if (const auto wrong = faults(items.back()); !wrong.empty())
        throw std::runtime_error(name + ".json, " + items.back().code + ": " + wrong.front().pointer + " " + wrong.front().code);
    }
  }
  hash = sha256_hex(all);
}

const db::Statement criterion_by_id{"criteria.criterion_by_id", {criterion_columns, R"sql(
 WHERE c.id = $1
)sql"}};

Criterion criterion(db::Session& session, const Uuid& id) {
  auto out = session.find<Criterion>(criterion_by_id, id);
  if (!out) throw not_found();
  return *out;
}

const db::Statement insert_criterion{"criteria.insert_criterion", R"sql(
INSERT INTO criteria.criterion (municipality_id, id, code, status, title, text, variables, themes, instrument,
                                level, open, categories, explanation, evidence, moment, who, legal, from_cents,
                                indicator, sdgs, source, proposed_by, library_hash, search, created_at,
                                changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8::text[], $9, $10, $11, $12::text[], $13, $14, $15, $16, $17, $18, $19,
        $20::int[], $21, $22, $23, array_to_tsvector($24::text[]), $25, $25)
)sql"};

Uuid insert(db::Session& session, const CriterionInput& in, const std::string& status, const std::optional<std::string>& code,
            const std::optional<std::string>& library_hash, Instant now) {
  const Uuid id = new_id();
  const Uuid person = session.actor().person_id;
  session.query(insert_criterion, session.actor().municipality_id, id, code, status, in.title, in.text, variables_of(in), in.themes,
                in.instrument, in.level, in.open, in.categories, in.explanation, in.evidence, in.moment, in.who, in.legal, in.from_cents,
                in.indicator, in.sdgs, in.source, person.is_nil() ? std::nullopt : std::optional(person), library_hash, words(in), now);
  keep_edition(session, id, 1, in, now);
  return id;
}

const db::Statement update_criterion{"criteria.update_criterion", R"sql(
UPDATE criteria.criterion
   SET edition = edition + 1, title = $2, text = $3, variables = $4, themes = $5::text[], instrument = $6,
       level = $7, open = $8, categories = $9::text[], explanation = $10, evidence = $11, moment = $12,
       who = $13, legal = $14, from_cents = $15, indicator = $16, sdgs = $17::int[], source = $18,
       library_hash = $19, search = array_to_tsvector($20::text[]), changed_at = $21, version = version + 1
 WHERE id = $1
RETURNING edition
)sql"};

void rewrite(db::Session& session, const Uuid& id, const CriterionInput& in, const std::optional<std::string>& library_hash, Instant now) {
  const auto edition = session.scalar<int>(update_criterion, id, in.title, in.text, variables_of(in), in.themes, in.instrument, in.level,
                                           in.open, in.categories, in.explanation, in.evidence, in.moment, in.who, in.legal, in.from_cents,
                                           in.indicator, in.sdgs, in.source, library_hash, words(in), now);
  keep_edition(session, id, edition.value(), in, now);
}

void check(db::Session& session, const CriterionInput& in) {
  auto errors = faults(in);
  const auto known = [&](std::string_view statement, const std::string& code) { return !session.query(statement, code).empty(); };
  for (std::size_t i = 0; i < in.themes.size(); ++i)
    if (!known("SELECT 1 FROM reference.theme WHERE code = $1", in.themes[i]))
      errors.push_back({"/themes/" + std::to_string(i), "unknownTheme"});
  for (std::size_t i = 0; i < in.categories.size(); ++i)
    if (!known("SELECT 1 FROM criteria.category WHERE code = $1", in.categories[i]))
      errors.push_back({"/categories/" + std::to_string(i), "notInList"});
  if (session.query("SELECT 1 FROM reference.code WHERE list = 'instrument' AND code = $1", in.instrument).empty())
    errors.push_back({"/instrument", "notInList"});
  if (!errors.empty()) throw bad_request(std::move(errors));
}

const db::Statement insert_category{"criteria.insert_category", R"sql(
INSERT INTO criteria.category (municipality_id, code, position, name_nl, name_en, cpv)
VALUES ($1, $2, $3, $4, $5, $6::text[])
ON CONFLICT (municipality_id, code) DO NOTHING
)sql"};

const db::Statement upsert_library_hash{"criteria.upsert_library_hash", R"sql(
INSERT INTO criteria.library (municipality_id, hash)
VALUES ($1, $2)
ON CONFLICT (municipality_id)
DO UPDATE SET hash = excluded.hash
)sql"};

std::int64_t add_library(db::Session& session, const Library& library, Instant now) {
  if (session.scalar<std::string>("SELECT hash FROM criteria.library").value_or("") == library.hash) return 0;
  std::int64_t changed = 0;
  int position = 0;
  for (const PurchasingCategory& each : library.categories)
    session.query(insert_category, session.actor().municipality_id, each.code, ++position, each.name_nl, each.name_en, each.cpv);
  for (const LibraryItem& item : library.items) {
    const CriterionInput& in = item;
    const std::string hash = content_hash(in);
    const auto row = session.query("SELECT id, library_hash FROM criteria.criterion WHERE code = $1", item.code);
    if (row.empty()) {
      insert(session, in, "in_use", item.code, hash, now);
      ++changed;
    } else if (!row.null(0, 1) && row.text(0, 1) != hash) {
      rewrite(session, row.get<Uuid>(0, 0), in, hash, now);
      ++changed;
    }
  }
  session.query(upsert_library_hash, session.actor().municipality_id, library.hash);
  return changed;
}

}  // namespace tenzij::criteria
