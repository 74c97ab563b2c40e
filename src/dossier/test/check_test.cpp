// The check by itself: the labelled pairs, every kind of line, and two versions beside each other. The scan is the real one.
#include "dossier/check/check.h"

#include <gtest/gtest.h>

#include "platform/base/files.h"
#include "platform/base/text.h"

namespace tenzij::dossier {
namespace {

const std::filesystem::path& check_home() {
  static const std::filesystem::path path(TENZIJ_HOME);
  return path;
}
const scan::Engine& check_engine() {
  static const scan::Engine all(check_home() / "knowledge" / "lexicon");
  return all;
}
const CheckWords& check_words() {
  static const CheckWords all(check_home() / "knowledge" / "dossier");
  return all;
}

void add_passage(CheckText& text, const std::string& heading, const std::string& words) {
  const std::size_t number = text.passages.size();
  text.passages.push_back({words, {heading}});
  scan::Context context;
  context.document = true;
  context.marked = true;
  for (const scan::Finding& each : check_engine().scan("# " + heading + "\n\n" + words, context)) {
    if (words.find(each.quote) == std::string::npos) continue;
    CheckFinding finding{number, each.theme, each.instrument, each.strength, false, {}, each.quote};
    if (each.figure) finding.figure = CheckFigure{each.figure->value, each.figure->unit, Direction::unknown, ""};
    text.findings.push_back(std::move(finding));
  }
}

CheckText check_text(const std::vector<std::pair<std::string, std::string>>& passages) {
  CheckText out;
  for (const auto& [heading, words] : passages) add_passage(out, heading, words);
  return out;
}

CheckRequirement asked_of(const std::string& theme, const std::string& instrument, const std::string& words, int level = 1) {
  CheckRequirement out;
  out.id = "1";
  out.title = words.substr(0, 20);
  out.text = words;
  out.theme = theme;
  out.instrument = instrument;
  out.level = level;
  out.keys = key_words(check_engine(), words, theme);
  return out;
}

struct Score {
  int all = 0;
  int right = 0;
};
// Judges every pair of a file, prints precision and recall per outcome, and says what was wrong.
Score judge_pairs(const char* file) {
  struct Count {
    int right = 0;
    int given = 0;
    int wanted = 0;
  };
  std::map<std::string, Count> counts;
  Score out;
  std::string wrong;
  const std::string content = read_file(check_home() / "src" / "dossier" / "test" / "labelled" / file);
  for (const std::string_view line : text::split(content, '\n')) {
    if (line.empty() || line.front() == '#') continue;
    const auto cells = text::split(line, '\t');
    CheckRequirement asked = asked_of(std::string(cells.at(0)), std::string(cells.at(1)), std::string(cells.at(3)));
    asked.title.clear();
    if (!cells.at(2).empty()) asked.weight_bp = std::stoi(std::string(cells.at(2)));
    CheckText text;
    std::string passages(cells.at(5));
    for (std::size_t at = passages.find(" || "); at != std::string::npos; at = passages.find(" || ")) {
      add_passage(text, std::string(cells.at(4)), passages.substr(0, at));
      passages.erase(0, at + 4);
    }
    add_passage(text, std::string(cells.at(4)), passages);
    const std::string given = boost::describe::enum_to_string(judge_requirement(asked, CheckIndex(text, check_words())).state, "");
    const std::string wanted(cells.at(6));
    ++out.all;
    ++counts[given].given;
    ++counts[wanted].wanted;
    if (given == wanted) {
      ++out.right;
      ++counts[given].right;
    } else wrong += "\n  " + given + " instead of " + wanted + ": " + std::string(cells.at(5));
  }
  std::printf("%s: %d of %d right\n", file, out.right, out.all);
  for (const auto& [name, each] : counts)
    std::printf("  %-16s precision %d/%d, recall %d/%d\n", name.c_str(), each.right, each.given, each.right, each.wanted);
  if (!wrong.empty()) std::printf("%s\n", wrong.c_str());
  return out;
}

TEST(Check, judges_pairs_of_a_requirement_and_a_passage) {
  const Score dev = judge_pairs("check-dev.tsv");
  EXPECT_EQ(dev.all, 55);
  EXPECT_GE(dev.right, 54);
  const Score held_out = judge_pairs("check-held-out.tsv");
  EXPECT_EQ(held_out.all, 55);
  EXPECT_GE(held_out.right, 50);
}

const CheckLine* line_of(const std::vector<CheckLine>& lines, CheckKind kind, const std::string& theme) {
  for (const CheckLine& each : lines)
    if (each.kind == kind && each.theme == theme) return &each;
  return nullptr;
}
bool says_why(const CheckLine& line, const char* code) {
  return std::any_of(line.why.begin(), line.why.end(), [&](const auto& each) { return each.code == code; });
}

TEST(Check, says_of_themes_goals_unless_and_codes_what_the_text_does) {
  const CheckText text = check_text({{"Eisen", "De opdrachtnemer voert het werk uit met emissievrije voertuigen."},
                                     {"Social return", "De opdrachtnemer besteedt 5 procent van de opdrachtsom aan social return."},
                                     {"Inleiding", "De raad wil dat de openbare ruimte schoon is."}});
  CheckPurchase promised;
  promised.requirements.push_back(asked_of("climate", "specification", "Het werk wordt uitgevoerd met emissievrije voertuigen."));
  promised.themes = {{"climate", "applied", 2, "Ruimte · Klimaat", "", ""},
                     {"circular", "applied", 1, "", "", ""},
                     {"social_return", "unless", 1, "", "no_influence", "Bart"},
                     {"diversity", "unless", 1, "", "no_influence", "Bart"}};
  promised.goals = {{"g1", "Voertuigen zonder uitstoot in 2030", {"climate"}}, {"g2", "De helft minder grondstoffen", {"circular"}}};
  promised.codes = {{"BT-06", "env-imp", {"climate", "environment", "circular"}, {}, true},
                    {"BT-774", "circ-econ", {"circular"}, {}, true},
                    {"BT-06", "soc-obj", {"supply_chain", "diversity", "social_return"}, {}, false}};
  const auto lines = check_document(text, promised, check_words());
  EXPECT_EQ(line_of(lines, CheckKind::requirement, "climate")->state, CheckState::in_text);
  const CheckLine* climate = line_of(lines, CheckKind::theme, "climate");
  EXPECT_EQ(climate->state, CheckState::weakened) << "level 2 was agreed, the requirement is of level 1";
  EXPECT_TRUE(says_why(*climate, "level_below"));
  EXPECT_EQ(line_of(lines, CheckKind::theme, "circular")->state, CheckState::absent);
  EXPECT_EQ(line_of(lines, CheckKind::goal, "climate")->state, CheckState::in_text);
  EXPECT_TRUE(says_why(*line_of(lines, CheckKind::goal, "climate"), "goal_words"));
  EXPECT_EQ(line_of(lines, CheckKind::goal, "circular")->state, CheckState::absent);
  const CheckLine* unless = line_of(lines, CheckKind::unless, "social_return");
  EXPECT_EQ(unless->state, CheckState::asked_after_all);
  ASSERT_EQ(unless->where.size(), 1U);
  EXPECT_EQ(unless->where[0].passage, 1U);
  EXPECT_EQ(line_of(lines, CheckKind::unless, "diversity")->state, CheckState::in_text);
  std::map<std::string, CheckState> codes;
  for (const CheckLine& each : lines)
    if (each.kind == CheckKind::code) codes[each.subject] = each.state;
  EXPECT_EQ(codes.at("BT-06 env-imp"), CheckState::in_text);
  EXPECT_EQ(codes.at("BT-774 circ-econ"), CheckState::absent);
  EXPECT_EQ(codes.at("BT-06 soc-obj"), CheckState::not_claimed);
  // What must be done is said of every line that is not in order, and of no other.
  for (const CheckLine& each : lines) EXPECT_EQ(each.act.empty(), each.state == CheckState::in_text) << each.key;
}

TEST(Check, keeps_the_guard_rails_in_the_text_itself) {
  const CheckText text = check_text({{"Eisen", "Alle schoonmaakmiddelen hebben het keurmerk EU Ecolabel."},
                                     {"Eisen", "Het papier heeft het keurmerk EU Ecolabel of gelijkwaardig."},
                                     {"Gunningscriteria", "Biodiversiteit (3%): beschrijf hoe u de biodiversiteit vergroot."}});
  std::vector<CheckLine> lines;
  check_guards(text, check_words(), lines);
  std::vector<std::string> found;
  for (const CheckLine& each : lines) found.push_back(each.subject);
  EXPECT_EQ(std::count(found.begin(), found.end(), "label_without_equivalent"), 1);
  EXPECT_EQ(std::count(found.begin(), found.end(), "weight_meaningless"), 1);
  CheckText twice;
  twice.passages.push_back({"Het materieel op de bouwplaats is emissievrij.", {}});
  twice.passages.push_back({"Emissievrij materieel op de bouwplaats: 10 punten.", {}});
  twice.findings = {{0, "climate", scan::Instrument::specification, scan::Strength::requirement, false, {}, twice.passages[0].text},
                    {1, "climate", scan::Instrument::award_criterion, scan::Strength::weighted, false, {}, twice.passages[1].text}};
  lines.clear();
  check_guards(twice, check_words(), lines);
  ASSERT_EQ(lines.size(), 1U);
  EXPECT_EQ(lines[0].subject, "asked_twice");
  EXPECT_EQ(lines[0].where.size(), 2U);
  // Another theme is another subject.
  twice.findings[1].theme = "circular";
  lines.clear();
  check_guards(twice, check_words(), lines);
  EXPECT_TRUE(lines.empty());
}

TEST(Check, counts_neither_questions_nor_hidden_text_and_lets_an_answer_take_a_demand_back) {
  const CheckRequirement asked = asked_of("climate", "specification", "Het werk wordt uitgevoerd met emissievrije voertuigen.");
  CheckText text = check_text({{"Eisen", "Het werk wordt uitgevoerd met emissievrije voertuigen."}});
  EXPECT_EQ(judge_requirement(asked, CheckIndex(text, check_words())).state, CheckState::in_text);
  text.passages[0].counts = false;
  EXPECT_EQ(judge_requirement(asked, CheckIndex(text, check_words())).state, CheckState::absent);
  text.passages[0].counts = true;
  add_passage(text, "Nota van Inlichtingen", "De eis dat met emissievrije voertuigen wordt gewerkt, vervalt.");
  const Judged judged = judge_requirement(asked, CheckIndex(text, check_words()));
  EXPECT_EQ(judged.state, CheckState::contradicted);
  EXPECT_EQ(judged.where.size(), 2U) << "what it takes back is shown beside it";
}

TEST(Check, reads_figures_with_their_unit_and_direction) {
  const auto figures =
      check_words().figures("Ten minste 2.500 kg, hoogstens 0,5 fte, € 100.000 of meer, vanaf 2027, trede 5, zes maanden, de helft");
  ASSERT_EQ(figures.size(), 7U);
  EXPECT_EQ(figures[0].value, 2500);
  EXPECT_EQ(figures[0].unit, "kilograms");
  EXPECT_EQ(figures[0].direction, Direction::least);
  EXPECT_EQ(figures[1].value, 0.5);
  EXPECT_EQ(figures[1].direction, Direction::most);
  EXPECT_EQ(figures[2].unit, "euro");
  EXPECT_EQ(figures[3].unit, "year");
  EXPECT_EQ(figures[4].unit, "level");
  EXPECT_EQ(figures[5].value, 6);
  EXPECT_EQ(figures[5].unit, "months");
  EXPECT_EQ(figures[6].value, 50);
  const CheckFigure asked{45, "decibel", Direction::unknown, ""};
  EXPECT_LT(figure_against(asked, {55, "decibel", Direction::unknown, ""}, check_words()), 0) << "more noise is less";
  EXPECT_GT(figure_against({5, "percent", Direction::unknown, ""}, {6, "percent", Direction::unknown, ""}, check_words()), 0);
}

std::map<VersionChange, std::vector<std::string>> changes(const CheckText& before, const CheckText& after,
                                                          std::int64_t* unchanged = nullptr) {
  const VersionComparison compared = compare_versions(before, after, check_words());
  std::map<VersionChange, std::vector<std::string>> out;
  for (const VersionLine& each : compared.lines) out[each.change].push_back(each.why.empty() ? "" : each.why.front().code);
  if (unchanged) *unchanged = compared.unchanged;
  return out;
}

TEST(CheckVersions, name_what_was_added_weakened_strengthened_dropped_and_moved) {
  CheckText before;
  CheckText after;
  const auto add = [](CheckText& to, const char* theme, scan::Instrument instrument, const char* words) {
    to.passages.push_back({words, {}});
    to.findings.push_back({to.passages.size() - 1, theme, instrument, scan::Strength::requirement, false, {}, words});
  };
  const auto must = scan::Instrument::specification;
  add(before, "circular", must, "Ten minste 60 procent van het meubilair is gebruikt.");
  add(after, "circular", must, "Ten minste 40 procent van het meubilair is gebruikt.");
  add(before, "climate", must, "Bestelbussen rijden elektrisch.");
  add(after, "climate", must, "Bestelbussen rijden bij voorkeur elektrisch.");
  add(before, "diversity", must, "De website voldoet aan WCAG niveau AA.");
  add(after, "supply_chain", must, "Koffie heeft een keurmerk of gelijkwaardig.");
  add(before, "environment", must, "Snoeihout blijft in de wijk liggen voor insecten.");
  add(after, "environment", scan::Instrument::contract_clause, "Snoeihout blijft in de wijk liggen voor insecten.");
  add(before, "social_return", must, "Er zijn twee leerwerkplekken voor leerlingen.");
  add(after, "social_return", must, "Er zijn vier leerwerkplekken voor leerlingen.");
  add(before, "climate", must, "De stroom is opgewekt in Nederland.");
  add(after, "climate", must, "De stroom is opgewekt in Nederland.");
  std::int64_t unchanged = 0;
  auto found = changes(before, after, &unchanged);
  EXPECT_EQ(found[VersionChange::weakened], (std::vector<std::string>{"figure_less", "vague"}));
  EXPECT_EQ(found[VersionChange::dropped].size(), 1U);
  EXPECT_EQ(found[VersionChange::added].size(), 1U);
  EXPECT_EQ(found[VersionChange::moved], std::vector<std::string>{"moved"});
  EXPECT_EQ(found[VersionChange::strengthened], std::vector<std::string>{"figure_more"});
  EXPECT_EQ(unchanged, 1);
  // A document beside itself.
  EXPECT_TRUE(changes(before, before, &unchanged).empty());
  EXPECT_EQ(unchanged, 6);
}

TEST(CheckVersions, call_it_weaker_when_a_requirement_becomes_points) {
  CheckText before;
  CheckText after;
  before.passages.push_back({"Materieel op de bouwplaats is emissievrij.", {}});
  after.passages = before.passages;
  before.findings =
      after.findings = {{0, "climate", scan::Instrument::specification, scan::Strength::requirement, false, {}, before.passages[0].text}};
  after.findings[0].instrument = scan::Instrument::award_criterion;
  EXPECT_EQ(changes(before, after)[VersionChange::weakened], std::vector<std::string>{"moved"});
  EXPECT_EQ(changes(after, before)[VersionChange::moved], std::vector<std::string>{"moved"}) << "the other way it asks no less";
}

}  // namespace
}  // namespace tenzij::dossier
