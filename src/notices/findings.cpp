#include <set>

#include "notices/notices.h"

namespace tenzij::notices {

namespace {

scan::Context context_of(const Text& text) {
  using scan::Instrument;
  scan::Context context;
  context.language = text.language == "nl" || text.language == "en" ? text.language : "other";
  if (text.field == "BT-540") {
    context.field_instrument = Instrument::award_criterion;
    context.weight = text.weight;
    if (!text.weight_unit.empty()) context.weight_unit = text.weight_unit;
  } else if (text.field == "BT-750") {
    context.field_instrument = Instrument::selection_requirement;
  } else if (text.field == "BT-70") {
    context.field_instrument = Instrument::contract_clause;
  } else if (text.field == "BT-67") {
    context.field_instrument = Instrument::exclusion_ground;
  } else if (text.field == "BT-21") {
    context.subject = true;
  }
  return context;
}

// The code of a declaration -> theme, instrument. "none" and the like declare nothing.
struct Meaning {
  const char* theme;  // nullptr: no theme by itself
  scan::Instrument instrument;
};

std::optional<Meaning> meaning_of(const Declared& declared) {
  using scan::Instrument;
  static const std::map<std::string, Meaning, std::less<>> known{{"BT-774/clim-mitig", {"climate", Instrument::specification}},
                                                                 {"BT-774/clim-adapt", {"climate", Instrument::specification}},
                                                                 {"BT-774/biodiv-eco", {"environment", Instrument::specification}},
                                                                 {"BT-774/pollu-prev", {"environment", Instrument::specification}},
                                                                 {"BT-774/water-mar", {"environment", Instrument::specification}},
                                                                 {"BT-774/circ-econ", {"circular", Instrument::specification}},
                                                                 {"BT-774/other", {"environment", Instrument::specification}},
                                                                 {"BT-775/hum-right", {"supply_chain", Instrument::contract_clause}},
                                                                 {"BT-775/work-cond", {"supply_chain", Instrument::contract_clause}},
                                                                 {"BT-775/acc-all", {"diversity", Instrument::specification}},
                                                                 {"BT-775/et-eq", {"diversity", Instrument::specification}},
                                                                 {"BT-775/gen-eq", {"diversity", Instrument::specification}},
                                                                 {"BT-775/opp", {"social_return", Instrument::contract_clause}},
                                                                 {"BT-71/res-ws", {"social_return", Instrument::reserved}},
                                                                 {"BT-736/yes", {"social_return", Instrument::reserved}},
                                                                 {"BT-754/inc", {"diversity", Instrument::specification}},
                                                                 {"BT-805/eu", {"environment", Instrument::specification}},
                                                                 {"BT-805/national", {"environment", Instrument::specification}},
                                                                 {"BT-805/other", {"environment", Instrument::specification}},
                                                                 {"BT-06/env-imp", {nullptr, Instrument::specification}},
                                                                 {"BT-06/soc-obj", {nullptr, Instrument::specification}},
                                                                 {"BT-06/inn-pur", {nullptr, Instrument::specification}}};
  const auto found = known.find(declared.field + "/" + declared.code);
  return found == known.end() ? std::nullopt : std::optional(found->second);
}

std::string name(auto value) { return boost::describe::enum_to_string(value, ""); }

int rank(std::string_view language) { return language == "nl" ? 2 : language == "en" ? 1 : 0; }

}  // namespace

// eForms repeats a text at one place; TED repeats the whole form.

std::set<const Text*> texts_to_read(const Notice& notice) {
  std::set<const Text*> out;
  std::map<std::string, const Text*> by_place;
  const Text* best_form = nullptr;
  for (const Text& text : notice.texts) {
    const Text*& best = by_place[text.place];
    if (best == nullptr || rank(text.language) > rank(best->language)) best = &text;
    const bool original = text.language == notice.language;
    if (best_form == nullptr || rank(text.language) > rank(best_form->language) ||
        (rank(text.language) == rank(best_form->language) && original && best_form->language != notice.language))
      best_form = &text;
  }
  for (const Text& text : notice.texts)
    if (notice.format == Format::ted_r209 && best_form != nullptr ? text.language == best_form->language : by_place.at(text.place) == &text)
      out.insert(&text);
  return out;
}

std::vector<NoticeFinding> scan_notice(const scan::Engine& engine, const Notice& notice) {
  std::vector<NoticeFinding> out;
  std::set<std::string> seen;  // the same sentence in a hundred lots is one finding
  const auto keep = [&](NoticeFinding&& finding) {
    finding.fingerprint =
        sha256_hex(finding.source + "|" + finding.field + "|" + finding.theme.value_or("") + "|" + finding.quote).substr(0, 24);
    if (seen.insert(finding.fingerprint).second) out.push_back(std::move(finding));
  };
  const auto texts = texts_to_read(notice);
  for (const Text& text : notice.texts) {
    if (!texts.contains(&text)) continue;
    if (text.field == "BT-540-price") continue;
    for (scan::Finding& found : engine.scan(text.text, context_of(text)))
      keep({"detected",
            found.theme,
            name(found.instrument),
            name(found.strength),
            text.field,
            text.lot,
            text.language,
            text.place,
            std::move(found.quote),
            found.start,
            found.end,
            std::move(found.terms),
            found.figure,
            std::move(found.rules),
            {}});
  }
  for (const Declared& declared : notice.declared) {
    const auto meaning = meaning_of(declared);
    if (!meaning) continue;
    const std::string code = declared.field + " " + declared.code;
    keep({"declared",
          meaning->theme == nullptr ? std::optional<std::string>{} : meaning->theme,
          name(meaning->instrument),
          "requirement",
          declared.field,
          declared.lot,
          "",
          declared.place,
          code,
          0,
          static_cast<std::int64_t>(code.size()),
          {},
          {},
          {"declared:" + declared.field},
          {}});
  }
  return out;
}

}  // namespace tenzij::notices
