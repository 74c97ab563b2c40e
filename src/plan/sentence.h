// A figure, or several after each other, as a sentence that claims no more than its rows say. The words are data, in one place:
// knowledge/sentences. A pure function, the same for plan, report and `tenzij sentence FILE`.
//
// The rules (guards): what is not known is said so and is never 0. Certainty is always a word, and a sum is as certain as its weakest
// part, which is named. Coverage is always there when it is known: how many, of how many known, of how many. A percentage only over
// ten known or more. "Stijgt" and "daalt" only between figures of one unit, source, method and scope, else why not. Never a cause.
#pragma once

#include "platform/base/json.h"
#include "platform/base/messages.h"

namespace tenzij::plan {

// The surest first.
enum class Certainty { measured, calculated, estimated, stated, unknown };
BOOST_DESCRIBE_ENUM(Certainty, measured, calculated, estimated, stated, unknown)

struct FigurePart {
  std::string name;
  double value{};
  std::optional<Certainty> certainty{};
};
BOOST_DESCRIBE_STRUCT(FigurePart, (), (name, value, certainty))

struct FigureInput {
  std::optional<std::string> what{};      // "uitstoot van CO2"
  std::optional<double> value{};          // none: not known
  std::optional<std::string> unit{};      // "euro", "percent", or a word that follows the number
  std::optional<std::string> period{};    // "2026"
  std::optional<std::string> day{};       // on which it was looked up
  std::optional<Certainty> certainty{};   // none: not known
  std::optional<std::int64_t> counted{};  // how many of the known ones it is about
  std::optional<std::int64_t> of{};       // how many are known
  std::optional<std::int64_t> all{};      // how many there are
  std::optional<std::string> things{};    // what is counted; "inkopen" when not said
  std::optional<std::string> source{};
  std::optional<std::string> method{};
  std::optional<std::string> scope{};
  std::optional<std::vector<FigurePart>> parts{};  // of a sum
};
BOOST_DESCRIBE_STRUCT(FigureInput, (), (what, value, unit, period, day, certainty, counted, of, all, things, source, method, scope, parts))
// One figure, or `series`, the oldest first.
struct SentenceFile : FigureInput {
  std::optional<std::vector<FigureInput>> series{};
  std::optional<std::string> language{};  // nl (when not said) or en
};
BOOST_DESCRIBE_STRUCT(SentenceFile, (FigureInput), (series, language))

// A number in the text: what it is, and the place in the input it comes from; of a computed one both places.
struct SaidFigure {
  double value{};
  std::string from;
};
BOOST_DESCRIBE_STRUCT(SaidFigure, (), (value, from))
struct Sentence {
  std::string text;
  std::vector<SaidFigure> figures;  // in the order of the text
};
BOOST_DESCRIBE_STRUCT(Sentence, (), (text, figures))

// Throws Error 400 with every field that contradicts another one (more counted than known).
Sentence sentence(const SentenceFile& in, const Messages& words);

}  // namespace tenzij::plan
