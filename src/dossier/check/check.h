// The documents of a purchase beside what it promised: pure functions over plain structs, no database. What stands in the text
// letter for letter is shown; nothing gets a score.
#pragma once

#include "dossier/check/words.h"
#include "platform/base/messages.h"
#include "scan/scan.h"

namespace tenzij::dossier {

// What became of a promise. asked_after_all: an unless was decided, and the text asks it. not_claimed: the text asks what no code of
// the notice says. risk: a guard rail.
enum class CheckState { in_text, weakened, contradicted, twice_different, absent, asked_after_all, not_claimed, risk };
BOOST_DESCRIBE_ENUM(CheckState, in_text, weakened, contradicted, twice_different, absent, asked_after_all, not_claimed, risk)
enum class CheckKind { requirement, theme, goal, code, unless, guard };
BOOST_DESCRIBE_ENUM(CheckKind, requirement, theme, goal, code, unless, guard)

// What is read of a document.
struct CheckPassage {
  std::string text;
  std::vector<std::string> heading;  // titles above it
  bool heading_itself = false;
  bool counts = true;      // not hidden, not a question, in a language that is read
  bool withdrawn = false;  // an answer elsewhere takes it back
};
struct CheckFinding {
  std::size_t passage = 0;
  std::string theme;
  scan::Instrument instrument{};
  scan::Strength strength{};
  bool vague = false;
  std::optional<CheckFigure> figure;
  std::string quote;  // as it stands in the passage
};
struct CheckText {
  std::vector<CheckPassage> passages;
  std::vector<CheckFinding> findings;
};

// What the purchase promised.
struct CheckRequirement {
  std::string id;
  std::string title;
  std::string text;  // filled in
  std::string theme;
  std::string instrument;
  std::string evidence;
  int level = 1;
  std::optional<int> weight_bp;
  std::vector<std::string> keys;  // the words that make it about its theme: key_words()
};
struct CheckTheme {
  std::string theme;
  std::string state;  // open, proposed, applied, unless
  int level = 1;
  std::string ambition;  // title; empty: none
  std::string reason;    // of an unless: its code
  std::string decided_by;
};
struct CheckGoal {
  std::string id;
  std::string title;
  std::vector<std::string> themes;  // on which this purchase serves it
};
// A code of the notice, and the themes and words that make it true.
struct CheckCode {
  std::string field;
  std::string code;
  std::vector<std::string> themes;
  std::vector<std::string> words;  // none: any asking finding of these themes
  bool claimed = false;
};
struct CheckPurchase {
  std::vector<CheckRequirement> requirements;
  std::vector<CheckTheme> themes;
  std::vector<CheckGoal> goals;
  std::vector<CheckCode> codes;  // none when no notice is published
};

struct CheckSpot {
  std::size_t passage = 0;
  std::string quote;
};
// Words of knowledge/messages ("check.why." + code), with what fills them in.
struct CheckReason {
  std::string code;
  MessageArgs args{};
};
struct CheckLine {
  std::string key;  // stays the same as long as it is about the same: what a person settled hangs on it
  CheckKind kind{};
  CheckState state{};
  std::string theme;
  std::string subject;     // title of the requirement or goal, field and code, guard rail
  std::string subject_id;  // of a requirement or goal
  std::string instrument;  // of a requirement
  std::vector<CheckSpot> where;
  std::vector<CheckReason> why;
  std::string act;  // what to do: knowledge/messages ("check.act." + code)
};

std::vector<CheckLine> check_document(const CheckText& text, const CheckPurchase& purchase, const CheckWords& words);

// --- requirements (match.cpp) ------------------------------------------------------------------------------------------

// A text made ready to be compared with many requirements.
class CheckIndex {
 public:
  CheckIndex(const CheckText& text, const CheckWords& words);
  struct Sentence {
    std::string_view text;
    std::vector<std::uint32_t> forms;
    std::size_t passage;
  };
  const CheckText* text;
  const CheckWords* words;
  std::vector<Sentence> sentences;                        // in the order of the text
  std::vector<std::vector<std::uint32_t>> heading_forms;  // by passage
  std::vector<std::string> vocabulary;
  std::vector<std::vector<std::size_t>> findings_of;  // by passage
 private:
  std::map<std::string, std::uint32_t, std::less<>> numbers_;
  std::vector<std::uint32_t> read(std::string_view text);
};

struct Judged {
  CheckState state{};
  std::vector<CheckSpot> where;
  std::vector<CheckReason> why;
};
Judged judge_requirement(const CheckRequirement& requirement, const CheckIndex& index);

// The words of a requirement that the engine goes by, for CheckRequirement::keys.
std::vector<std::string> key_words(const scan::Engine& engine, const std::string& text, const std::string& theme);

// --- themes, goals, codes, unless, guard rails (lines.cpp) -------------------------------------------------------------

void check_themes(const CheckText& text, const CheckPurchase& purchase, const std::vector<CheckLine>& requirements,
                  std::vector<CheckLine>& out);
void check_goals(const CheckIndex& index, const CheckPurchase& purchase, const std::vector<CheckLine>& requirements,
                 std::vector<CheckLine>& out);
void check_codes(const CheckText& text, const CheckPurchase& purchase, const std::vector<CheckLine>& requirements,
                 std::vector<CheckLine>& out);
void check_unless(const CheckText& text, const CheckPurchase& purchase, std::vector<CheckLine>& out);
void check_guards(const CheckText& text, const CheckWords& words, std::vector<CheckLine>& out);

// --- two versions (versions.cpp) -----------------------------------------------------------------------------------------

enum class VersionChange { added, weakened, strengthened, dropped, moved };
BOOST_DESCRIBE_ENUM(VersionChange, added, weakened, strengthened, dropped, moved)
struct VersionLine {
  VersionChange change{};
  std::string theme;
  std::optional<std::size_t> before;  // of the findings
  std::optional<std::size_t> after;
  std::vector<CheckReason> why;
};
struct VersionComparison {
  std::vector<VersionLine> lines;
  std::int64_t unchanged = 0;
};
// What asks or wishes something; a mention does not count.
VersionComparison compare_versions(const CheckText& before, const CheckText& after, const CheckWords& words);

// --- shared ----------------------------------------------------------------------------------------------------------------

// How much is left when one figure stands where another was asked: less than 0 is less.
int figure_against(const CheckFigure& asked, const CheckFigure& given, const CheckWords& words);
// How heavy an instrument binds: 3 everybody must, 2 it earns points, 1 the way of the procedure, 0 nobody is asked.
int binds(std::string_view instrument);
std::string_view name_of(scan::Instrument instrument);
std::string written_number(double value);

}  // namespace tenzij::dossier
