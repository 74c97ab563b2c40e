#include "dossier/check/rows.h"

#include <algorithm>

namespace tenzij::dossier {

namespace {

const db::Statement chosen_requirements{"dossier.chosen_requirements", R"sql(
SELECT r.id, r.title, r.text, r.variables, i.theme, r.instrument, r.evidence, r.level, r.weight_bp
  FROM purchase.requirement r
  JOIN purchase.impact i ON i.municipality_id = r.municipality_id AND i.id = r.impact_id
  JOIN reference.theme t ON t.code = i.theme
 WHERE r.purchase_id = $1
   AND r.state = 'chosen'
 ORDER BY t.position, r.position
)sql"};
struct ChosenRow {
  Uuid id;
  std::string title;
  std::string text;
  std::vector<criteria::Variable> variables;
  std::string theme;
  std::string instrument;
  std::string evidence;
  int level;
  std::optional<int> weight_bp;
};
BOOST_DESCRIBE_STRUCT(ChosenRow, (), (id, title, text, variables, theme, instrument, evidence, level, weight_bp))

const db::Statement decided_themes{"dossier.decided_themes", R"sql(
SELECT i.theme, i.state, i.level, coalesce(a.theme_title || ' · ' || a.title, '') AS ambition,
       coalesce(i.reason, '') AS reason, coalesce(i.decided_by, '') AS decided_by
  FROM purchase.impact i
  JOIN reference.theme t ON t.code = i.theme
  LEFT JOIN ambition.ambition a ON a.municipality_id = i.municipality_id AND a.id = i.ambition_id
 WHERE i.purchase_id = $1
 ORDER BY t.position
)sql"};
struct ThemeOfCheck {
  std::string theme;
  std::string state;
  int level;
  std::string ambition;
  std::string reason;
  std::string decided_by;
};
BOOST_DESCRIBE_STRUCT(ThemeOfCheck, (), (theme, state, level, ambition, reason, decided_by))

// A goal is a promise where impact was chosen, not where it is unless.
const db::Statement served_goals{"dossier.served_goals", R"sql(
SELECT g.id, g.title, jsonb_agg(i.theme ORDER BY t.position) AS themes
  FROM purchase.goal_link l
  JOIN purchase.impact i ON i.municipality_id = l.municipality_id AND i.id = l.impact_id
  JOIN reference.theme t ON t.code = i.theme
  JOIN policy.goal g ON g.municipality_id = l.municipality_id AND g.id = l.goal_id
 WHERE i.purchase_id = $1
   AND i.state = 'applied'
 GROUP BY g.id, g.title
 ORDER BY g.title
)sql"};
struct GoalOfCheck {
  Uuid id;
  std::string title;
  std::vector<std::string> themes;
};
BOOST_DESCRIBE_STRUCT(GoalOfCheck, (), (id, title, themes))

// "BT-06 env-imp": what a published notice of this purchase says.
const db::Statement declared_codes{"dossier.declared_codes", R"sql(
SELECT DISTINCT f.quote
  FROM notices.finding f
  JOIN purchase.notice_link l ON l.municipality_id = f.municipality_id AND l.notice_id = f.notice_id
 WHERE l.purchase_id = $1
   AND f.source = 'declared'
)sql"};

const std::vector<std::string> environmental{"climate", "environment", "circular"};
const std::vector<std::string> social{"supply_chain", "diversity", "social_return"};

std::set<std::string> claimed_codes(db::Session& session, const Uuid& purchase, const CheckDesk& desk) {
  std::set<std::string> out;
  const auto rows = session.query(declared_codes, purchase);
  for (int i = 0; i < rows.rows(); ++i) out.emplace(rows.text(i, 0));
  if (out.empty())
    for (const purchase::EformsValue& each : purchase::eforms_values(session, purchase, desk.knowledge))
      out.insert(each.field + " " + each.code);
  return out;
}

// The codes that the hints of the purchase room know; without a claim of a finer code the general one of a theme is missed.
std::vector<CheckCode> codes_of(const std::set<std::string>& claimed, const purchase::Knowledge& knowledge) {
  std::vector<CheckCode> out;
  if (claimed.empty()) return out;
  out.push_back({"BT-06", "env-imp", environmental, {}, claimed.contains("BT-06 env-imp")});
  out.push_back({"BT-06", "soc-obj", social, {}, claimed.contains("BT-06 soc-obj")});
  std::set<std::string> themes;
  for (const purchase::EformsHint& each : knowledge.eforms_hints)
    if (claimed.contains(each.field + " " + each.code)) themes.insert(each.theme);
  for (const purchase::EformsHint& each : knowledge.eforms_hints) {
    const bool here = claimed.contains(each.field + " " + each.code);
    if (here || !each.words.empty() || !themes.contains(each.theme)) out.push_back({each.field, each.code, {each.theme}, each.words, here});
  }
  out.push_back({"BT-71", "res-ws", {"social_return"}, {}, claimed.contains("BT-71 res-ws")});
  return out;
}

}  // namespace

CheckPurchase promised(db::Session& session, const Uuid& purchase, const CheckDesk& desk) {
  CheckPurchase out;
  for (const ChosenRow& each : session.rows<ChosenRow>(chosen_requirements, purchase)) {
    const std::string text = criteria::filled(each.text, each.variables);
    out.requirements.push_back({each.id.str(), each.title, text, each.theme, each.instrument,
                                criteria::filled(each.evidence, each.variables), each.level, each.weight_bp,
                                key_words(desk.engine, text, each.theme)});
  }
  for (const ThemeOfCheck& each : session.rows<ThemeOfCheck>(decided_themes, purchase))
    out.themes.push_back({each.theme, each.state, each.level, each.ambition, each.reason, each.decided_by});
  for (const GoalOfCheck& each : session.rows<GoalOfCheck>(served_goals, purchase))
    out.goals.push_back({each.id.str(), each.title, each.themes});
  out.codes = codes_of(claimed_codes(session, purchase, desk), desk.knowledge);
  return out;
}

void add_text(db::Session& session, const PurchaseDocument& document, const CheckWords& words, CheckedText& out) {
  const std::size_t number = out.documents.size();
  out.documents.push_back(document);
  std::map<int, std::size_t> by_position;
  for (const DocumentPassage& each : passages_of(session, document.id)) {
    CheckPassage passage{each.text, each.heading};
    passage.heading_itself = each.kind == documents::BlockKind::heading;
    // Of questions and answers the answer counts; a heading is a demand when it carries a figure.
    const bool question = document.kind == DocumentKind::answers && text::trim(each.text).ends_with('?');
    passage.counts =
        !each.hidden && each.language != "other" && !question && (!passage.heading_itself || !words.figures(each.text).empty());
    by_position[each.position] = out.text.passages.size();
    out.text.passages.push_back(std::move(passage));
    out.origins.push_back({number, each.position, each.page});
  }
  for (const DocumentFinding& each : findings_of(session, document.id)) {
    const auto place = by_position.find(each.passage);
    if (place == by_position.end()) continue;
    CheckFinding finding{place->second, each.theme, each.instrument, each.strength, words.says("vague", each.quote).has_value(), {},
                         each.quote};
    if (each.figure)
      finding.figure = CheckFigure{each.figure->value, each.figure->unit, Direction::unknown, written_number(each.figure->value)};
    out.text.findings.push_back(std::move(finding));
  }
}

CheckedText checked_text(db::Session& session, const Uuid& purchase, const CheckWords& words) {
  CheckedText out;
  for (const PurchaseDocument& each : documents_of(session, purchase))
    if (each.newest && each.state == DocumentState::read) add_text(session, each, words, out);
  return out;
}

}  // namespace tenzij::dossier
