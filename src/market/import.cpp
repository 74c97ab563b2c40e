// A directory of others in, by the engine for imports: a row is an offering of an enterprise, or an enterprise without one. Rows of one
// enterprise are one record: written together, taken back together. An enterprise is the one with its KvK number, or else with its name
// in its place; one that only looks like it is asked about.
#include "market/import_lists.h"

namespace tenzij::market {

namespace {

using imports::Value;

const db::Statement cards_to_change{"market.cards_to_change", R"sql(
SELECT c.id, c.away, c.card
  FROM market.card c
 WHERE c.id IN (SELECT e.id
                  FROM market.enterprise e
                 WHERE e.id = ANY ($1::uuid[])
                   FOR UPDATE)
)sql"};

std::vector<std::string> parts_of(std::string_view text) {
  std::string plain(text);
  std::replace_if(
      plain.begin(), plain.end(), [](char c) { return c == ';' || c == '|' || c == '/' || c == '\n'; }, ',');
  std::vector<std::string> out;
  for (const std::string_view each : text::split(plain, ','))
    if (!text::trim(each).empty()) out.emplace_back(text::trim(each));
  return out;
}

class EnterpriseReader {
 public:
  EnterpriseReader(MarketLists& lists, imports::Row& row) : lists_(lists), row_(row) {}

  std::shared_ptr<Group> group() {
    const auto* name = good("name");
    const auto* place = good("place");
    const auto* kvk = good("kvk");
    if (kvk != nullptr && kvk->text.size() == 7) row_.ask("kvk", "kvkLostZero", {"0" + kvk->text});
    else if (kvk != nullptr && kvk->text.size() != 8) row_.wrong("kvk", "notKvk");
    if (name == nullptr) return std::make_shared<Group>();
    const std::optional<std::string> where = place == nullptr ? std::nullopt : std::optional(place->text);
    const std::string by_name = MarketLists::key_of(name->text, where);
    const std::string number = kvk == nullptr ? std::string() : "#" + kvk->text;
    for (const std::string& key : {number, number.empty() ? by_name : std::string()})
      if (const auto known = lists_.groups.find(key); !key.empty() && known != lists_.groups.end()) return known->second;
    auto out = std::make_shared<Group>();
    out->id = existing(*name, where, kvk == nullptr ? std::string() : kvk->text);
    if (out->id) {
      if (const auto card = lists_.cards.find(*out->id); card != lists_.cards.end()) out->now = card->second;
    }
    if (!number.empty()) lists_.groups.emplace(number, out);
    lists_.groups.emplace(by_name, out);
    return out;
  }

  // A later row that writes the name only a little otherwise does not change it.
  std::vector<Change> changes(const EnterpriseInput& now, bool later) {
    const auto* name = good("name");
    if (name != nullptr && !(later && plain_name(name->text) == plain_name(now.name))) words("name", &EnterpriseInput::name);
    if (const auto* said = good("kvk")) set([kvk = said->text](EnterpriseInput& in) { in.kvk = kvk; });
    if (const auto* said = good("place")) set([place = std::string(text::trim(said->text))](EnterpriseInput& in) { in.place = place; });
    words("description", &EnterpriseInput::description);
    themes();
    certificates();
    offering();
    return std::move(changes_);
  }

 private:
  MarketLists& lists_;
  imports::Row& row_;
  std::vector<Change> changes_{};

  void set(Change change) { changes_.push_back(std::move(change)); }
  const imports::Row::Said* good(std::string_view key) const {
    for (const imports::Note& each : row_.notes)
      if (each.column == key && each.severity != imports::Severity::note) return nullptr;
    return row_.find(key);
  }
  void words(const char* key, std::string EnterpriseInput::*member) {
    if (const auto* said = good(key)) set([text = std::string(text::trim(said->text)), member](EnterpriseInput& in) { in.*member = text; });
  }

  // With its number; else with its name in its place; else what looks like it is asked about.
  std::optional<Uuid> existing(const imports::Row::Said& name, const std::optional<std::string>& place, const std::string& kvk) {
    if (const auto found = lists_.by_kvk.find(kvk); !kvk.empty() && found != lists_.by_kvk.end()) return found->second;
    const auto may_be = [&](const Uuid& id) {
      const auto card = lists_.cards.find(id);
      return card != lists_.cards.end() && (kvk.empty() || !card->second.kvk);
    };
    const auto [from, to] = lists_.by_name.equal_range(MarketLists::key_of(name.text, place));
    std::set<Uuid> same;
    for (auto each = from; each != to; ++each)
      if (may_be(each->second)) same.insert(each->second);
    if (same.size() == 1) return *same.begin();
    if (same.size() > 1) {
      row_.wrong("name", "enterpriseNotUnique");
      return {};
    }
    if (name.answered) return {};
    const std::string plain = plain_name(name.text);
    std::vector<std::string> like;
    const auto [first, last] = lists_.by_place.equal_range(folded_text(place.value_or("")));
    for (auto each = first; each != last; ++each)
      if (may_be(each->second) && likeness(plain, plain_name(lists_.cards.at(each->second).name)) >= alike_from)
        like.push_back(lists_.cards.at(each->second).name);
    if (like.empty()) return {};
    like.push_back(std::string(text::trim(name.text)));
    row_.ask("name", "enterpriseAlike", like);
    return {};
  }

  void themes() {
    const auto* said = good("themes");
    if (said == nullptr) return;
    std::vector<std::string> codes;
    for (const std::string& each : parts_of(said->text)) {
      const auto found = lists_.themes.find(folded_text(each));
      if (found == lists_.themes.end()) return row_.wrong("themes", "unknownTheme", {{"text", text::shorten(each, 60)}});
      codes.push_back(found->second);
    }
    set([codes](EnterpriseInput& in) {
      for (const std::string& code : codes)
        if (std::find(in.themes.begin(), in.themes.end(), code) == in.themes.end()) in.themes.push_back(code);
    });
  }

  void certificates() {
    const auto* said = good("certificate");
    const auto* until = good("certificateUntil");
    if (said == nullptr) {
      if (until != nullptr) row_.wrong("certificate", "required");
      return;
    }
    std::vector<std::string> codes;
    for (const std::string& each : parts_of(said->text)) {
      const auto found = lists_.certificates.find(folded_text(each));
      if (found == lists_.certificates.end()) return row_.wrong("certificate", "unknownCertificate", {{"text", text::shorten(each, 60)}});
      codes.push_back(found->second);
    }
    set([codes, day = until == nullptr ? std::nullopt : std::optional(until->day)](EnterpriseInput& in) {
      for (const std::string& code : codes) {
        const auto known =
            std::find_if(in.evidence.begin(), in.evidence.end(), [&](const HeldCertificate& one) { return one.certificate == code; });
        HeldCertificate& one = known == in.evidence.end() ? in.evidence.emplace_back(HeldCertificate{.certificate = code}) : *known;
        // Another day is another certificate: nobody looked that one up.
        if (day && one.valid_to != day) {
          one.valid_to = day;
          one.checked_on.reset();
          one.checked_name.reset();
        }
      }
    });
  }

  void offering() {
    const auto* title = good("offering");
    if (title == nullptr) {
      for (const char* key : {"offeringDescription", "price", "unit"})
        if (good(key) != nullptr && row_.find("offering") == nullptr) row_.wrong("offering", "required");
      return;
    }
    const auto* description = good("offeringDescription");
    const auto* price = good("price");
    const auto* unit = good("unit");
    set([name = std::string(text::trim(title->text)),
         words = description == nullptr ? std::nullopt : std::optional(std::string(text::trim(description->text))),
         cents = price == nullptr ? std::nullopt : std::optional(price->cents),
         of = unit == nullptr ? std::nullopt : std::optional(std::string(text::trim(unit->text)))](EnterpriseInput& in) {
      const std::string key = folded_text(name);
      const auto known =
          std::find_if(in.offerings.begin(), in.offerings.end(), [&](const Offering& one) { return folded_text(one.title) == key; });
      Offering& one = known == in.offerings.end() ? in.offerings.emplace_back() : *known;
      one.title = name;
      if (words) one.description = *words;
      if (cents) one.price_cents = cents;
      if (of) one.unit = of;
    });
  }
};

// What changes, in the words of a file: lists as their parts.
std::vector<imports::RowChange> changes_of_enterprise(const EnterpriseInput& before, const EnterpriseInput& after) {
  std::vector<imports::RowChange> out;
  const auto tell = [&](const char* field, const std::string& was, const std::string& is) {
    if (was != is) out.push_back({field, was, is});
  };
  const auto joined = [](const std::vector<std::string>& all) {
    std::string text;
    for (const std::string& each : all) text += (text.empty() ? "" : ", ") + each;
    return text;
  };
  tell("name", before.name, after.name);
  tell("kvk", before.kvk.value_or(""), after.kvk.value_or(""));
  tell("place", before.place.value_or(""), after.place.value_or(""));
  tell("description", before.description, after.description);
  tell("themes", joined(before.themes), joined(after.themes));
  for (const HeldCertificate& each : after.evidence) {
    const auto old = std::find_if(before.evidence.begin(), before.evidence.end(),
                                  [&](const HeldCertificate& one) { return one.certificate == each.certificate; });
    if (old == before.evidence.end()) out.push_back({"certificate", "", each.certificate});
    if (old == before.evidence.end() ? each.valid_to.has_value() : old->valid_to != each.valid_to)
      out.push_back({"certificateUntil", old == before.evidence.end() || !old->valid_to ? "" : old->valid_to->str(),
                     each.valid_to ? each.valid_to->str() : ""});
  }
  for (const Offering& each : after.offerings) {
    const auto old = std::find_if(before.offerings.begin(), before.offerings.end(),
                                  [&](const Offering& one) { return folded_text(one.title) == folded_text(each.title); });
    const Offering was = old == before.offerings.end() ? Offering{} : *old;
    const auto money = [](const std::optional<std::int64_t>& cents) { return cents ? std::to_string(*cents / 100) : std::string(); };
    tell("offering", was.title, each.title);
    tell("offeringDescription", was.description, each.description);
    if (was.price_cents != each.price_cents) out.push_back({"price", money(was.price_cents), money(each.price_cents)});
    tell("unit", was.unit.value_or(""), each.unit.value_or(""));
  }
  return out;
}

// Lengths alone: whatever else may be wrong is told of its cell.
void tell_lengths(imports::Row& row, const EnterpriseInput& in) {
  std::vector<FieldError> errors;
  json::check_lengths(in, "", errors);
  for (const FieldError& each : errors) {
    const bool offered = each.pointer.starts_with("/offerings");
    const std::string key = offered ? (each.pointer.ends_with("description") ? "offeringDescription"
                                       : each.pointer.ends_with("unit")      ? "unit"
                                                                             : "offering")
                                    : each.pointer.substr(1);
    const bool known = key == "name" || key == "place" || key == "description" || offered;
    row.wrong(known ? key : "", each.code, each.args);
  }
}

imports::Verdict judge_enterprise(const std::shared_ptr<MarketLists>& lists, imports::Row& row, Instant now) {
  imports::Verdict out;
  EnterpriseReader reader(*lists, row);
  const std::shared_ptr<Group> group = reader.group();
  RowPlan& plan = group->rows.emplace_back();
  plan.of = group;
  plan.now = now;
  plan.changes = reader.changes(group->now, group->rows.size() > 1);
  EnterpriseInput after = group->now;
  for (const Change& each : plan.changes) each(after);
  out.title = after.name;
  if (const auto* said = row.find("offering")) out.title += ": " + said->text;
  out.id = group->id;
  if (group->id) out.changes = changes_of_enterprise(group->now, after);
  out.action = !group->id ? imports::Action::added : out.changes.empty() ? imports::Action::same : imports::Action::changed;
  if (out.action != imports::Action::same) tell_lengths(row, after);
  group->now = std::move(after);
  // One owner for all rows of an enterprise: so the engine knows that they are one record.
  out.plan = std::shared_ptr<const void>(group, &plan);
  return out;
}

struct MarketSnapshot {
  EnterpriseInput input;
  bool archived = false;
};
BOOST_DESCRIBE_STRUCT(MarketSnapshot, (), (input, archived))

std::map<Uuid, Card> locked_cards(db::Session& session, const std::vector<Uuid>& ids) {
  std::map<Uuid, Card> out;
  for (const KnownCard& each : session.rows<KnownCard>(cards_to_change, ids)) out.emplace(each.id, json::restore<Card>(each.card));
  return out;
}

std::map<Uuid, json::value> snapshots_of_enterprises(db::Session& session, const std::vector<Uuid>& ids) {
  std::map<Uuid, json::value> out;
  for (const auto& [id, card] : locked_cards(session, ids)) out.emplace(id, json::encode(MarketSnapshot{card, card.archived}));
  return out;
}

std::vector<Uuid> write_imported(db::Session& session, const std::vector<const imports::Verdict*>& rows) {
  std::vector<Uuid> known;
  for (const imports::Verdict* each : rows)
    if (each->id) known.push_back(*each->id);
  const std::map<Uuid, Card> stored = locked_cards(session, known);
  std::map<const Group*, std::size_t> at;
  std::vector<WrittenEnterprise> written;
  std::vector<Uuid> out;
  Instant now{};
  for (const imports::Verdict* each : rows) {
    const auto& plan = *std::static_pointer_cast<const RowPlan>(each->plan);
    const std::shared_ptr<Group> group = plan.group();
    now = plan.now;
    const auto [place, fresh] = at.emplace(group.get(), written.size());
    if (fresh) {
      WrittenEnterprise& one = written.emplace_back();
      one.id = group->id.value_or(new_id());
      if (group->id) {
        if (!stored.contains(*group->id)) throw not_found();
        // Laid over what it is now: somebody may have changed it since the file was judged.
        static_cast<EnterpriseInput&>(one) = stored.at(*group->id);
      } else {
        one.source = "import";
      }
    }
    for (const Change& change : plan.changes) change(written[place->second]);
    out.push_back(written[place->second].id);
  }
  write_enterprises(session, std::move(written), now);
  return out;
}

void set_enterprises_back(db::Session& session, const std::vector<imports::Before>& all, Instant now) {
  std::vector<WrittenEnterprise> rows;
  for (const imports::Before& each : all) {
    WrittenEnterprise& one = rows.emplace_back();
    static_cast<EnterpriseInput&>(one) = json::restore<MarketSnapshot>(each.record).input;
    one.id = each.id;
  }
  write_enterprises(session, std::move(rows), now);
}

// Put away: what was written about them stays readable.
void take_enterprises_away(db::Session& session, const std::vector<Uuid>& ids, Instant now) {
  session.query("UPDATE market.enterprise SET archived_at = $2, version = version + 1 WHERE id = ANY ($1::uuid[])", ids, now);
  session.query("SELECT market.touch($1::uuid[])", ids);
}

}  // namespace

imports::Kind import_kind() {
  imports::Kind out;
  out.name = "enterprises";
  out.permission = "market.edit";
  out.columns = {{"name", Value::text, true},
                 {"kvk", Value::code8},
                 {"place"},
                 {"description"},
                 {"themes"},
                 {"certificate"},
                 {"certificateUntil", Value::last_day},
                 {"offering"},
                 {"offeringDescription"},
                 {"price", Value::amount},
                 {"unit"}};
  out.open = [](db::Session& session, const imports::Run& run) -> imports::Judge {
    const auto lists = std::make_shared<MarketLists>(session);
    return [lists, now = run.now](imports::Row& row) { return judge_enterprise(lists, row, now); };
  };
  out.many = imports::Many{snapshots_of_enterprises, write_imported, set_enterprises_back, take_enterprises_away};
  return out;
}

void add_import_routes(http::Router& router, const MarketParts& parts) {
  router.upload<imports::Taken>(
      "/enterprise-imports", "market.edit",
      {"importEnterprises", "market", "A directory as CSV, XLSX or ODS in one step, a row per offering; all rows or none"},
      [parts, kind = import_kind()](const http::Request& request, db::Session& session) {
        return imports::take(request, session, kind, parts.columns, parts.messages);
      });
}

}  // namespace tenzij::market
