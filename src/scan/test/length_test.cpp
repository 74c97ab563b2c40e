// Whatever a text looks like, twice its length costs at most about twice the work, counted in steps.
#include <gtest/gtest.h>

#include "platform/base/limits.h"
#include "platform/base/steps.h"
#include "platform/base/text.h"
#include "scan/scan.h"

namespace tenzij::scan {
namespace {

const Engine& tried() {
  static const Engine one(std::filesystem::path(TENZIJ_HOME) / "knowledge" / "lexicon");
  return one;
}

std::string times(std::string_view piece, std::size_t count) {
  std::string out;
  for (std::size_t i = 0; i < count; ++i) out += piece;
  return out;
}

// Texts as an attacker, a broken converter or a spreadsheet would make them; `n` is some size in pieces.
std::string hostile(std::size_t kind, std::size_t n) {
  switch (kind) {
    case 0:
      return times("duurzaam ", n);
    case 1:
      return times("social return ministerie van milieu niet ", n / 6);
    case 2:
      return times("\n", n * 8);
    case 3:
      return std::string(n * 8, 'a');
    case 4:
      return std::string(n * 4, ' ') + times("1. a ", n);
    case 5:
      return times("geen social return 5 % ", n / 4);
    case 6:
      return times("milieu, ", n) + std::string(n, ',');
    case 7:
      return times("5 % 10 punten 3 fte ", n / 3);
    case 8:
      return times("circulair\na ", n);
    case 9:
      return std::string(n * 2, '.') + times(" CO2-reductie?!", n / 2);
    case 10: {
      std::string out;
      for (std::size_t i = 0; i < n; ++i) out += "recycl" + std::to_string(i * 7919) + "uitstoot ";
      return out;
    }
    case 11:
      return "5.1 Social return\n\n" + times("de inschrijver moet 5 % ", n / 4);
    default:
      return times("\xc2\xad\xe2\x82\x82\xc2\xa0", n * 2);
  }
}
constexpr std::size_t kinds = 13;

TEST(ScanLength, twice_the_text_is_twice_the_work) {
  for (const bool document : {true, false})
    for (std::size_t kind = 0; kind < kinds; ++kind) {
      Context context;
      context.document = document;
      context.language = "nl";
      const auto work = [&](std::size_t n) {
        const std::string text = hostile(kind, n);
        return steps::of([&] { static_cast<void>(tried().scan(text, context)); });
      };
      work(100);
      const std::uint64_t once = work(8'000);
      const std::uint64_t twice = work(16'000);
      EXPECT_LE(static_cast<double>(twice), 2.5 * static_cast<double>(once) + 5000) << "kind " << kind;
    }
}

TEST(ScanLength, a_piece_without_an_end_is_cut_and_its_theme_still_found) {
  const auto found = tried().scan(times("woord ", 1000) + "De opdrachtnemer zet 5 % van de opdrachtsom in voor social return.");
  ASSERT_EQ(found.size(), 1U);
  EXPECT_EQ(found.front().theme, "social_return");
  EXPECT_LE(found.front().quote.size(), limits::scan_sentence_bytes);
}

// Longer than one window: places point into the whole text, and a heading before the border still counts behind it.
TEST(ScanLength, windows_change_nothing) {
  const std::string sentence = "De opdrachtnemer zet 5 % van de opdrachtsom in voor social return.";
  const std::string filler = times("Dit is een gewone zin met een \u00e9 erin.\n", limits::scan_window_bytes / 30);
  const std::string text = filler + sentence + "\n" + filler + sentence;
  Context context;
  context.language = "nl";
  const auto found = tried().scan(text, context);
  ASSERT_EQ(found.size(), 2U);
  const auto characters = static_cast<std::int64_t>(text::code_points(text));
  EXPECT_EQ(found[1].end, characters);
  EXPECT_EQ(found[1].start, characters - static_cast<std::int64_t>(sentence.size()));
  EXPECT_EQ(found[0].start, static_cast<std::int64_t>(text::code_points(filler)));
  ASSERT_FALSE(found[1].terms.empty());
  EXPECT_GE(found[1].terms.front().start, found[1].start);
}

}  // namespace
}  // namespace tenzij::scan
