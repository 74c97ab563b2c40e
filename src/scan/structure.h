// What the text around a sentence makes of it: the question it stands in, the line that leads a list in, the head of a
// table. Pure functions over text and sentences; what the sentence itself says is told by seen.cpp.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "scan/figures.h"
#include "scan/sentences.h"

namespace tenzij::scan {

inline constexpr std::uint32_t no_lead = 0xffffffff;

struct Around {
  bool silent = false;           // what a tenderer asks, a line of contents: nothing is asked of the market
  bool answer = false;           // in the answer to it
  std::uint32_t lead = no_lead;  // number of the sentence that leads it in ("De opdrachtnemer:"), or of the head of its table
  bool row = false;              // a row below that head
};

std::vector<Around> around_of(std::string_view text, const std::vector<Sentence>& pieces);

// "6.2 Social return ........ 14": a line of the table of contents.
bool contents_line(std::string_view text);
// "Vraag 4: ...?", "Geldt de eis ook voor ...?": asked by a tenderer. "Hoe beperkt u ...? (20 punten)" is not.
bool tenderer_asks(std::string_view sentence);
bool begins_answer(std::string_view sentence);
// What a sentence calls by number: "eis 4.3", "W6", "artikel 12" give "4.3", "w6", "12".
std::vector<std::string> references(std::string_view sentence);
// The number that a demand itself begins with: "4.3 Alle voertuigen ...", "Eis 4.3: ...", "W6 | ..."; empty for none.
std::string own_number(std::string_view sentence);
// Figures of a row by the head of their column: "Weging (%)", "Punten"; a number of a row or page is none.
void by_column(std::string_view head, std::string_view row, std::vector<Figure>& figures);

}  // namespace tenzij::scan
