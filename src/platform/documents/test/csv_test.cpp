#include "platform/documents/csv.h"

#include <gtest/gtest.h>

#include "platform/base/error.h"
#include "platform/documents/table.h"

namespace tenzij::documents {
namespace {

TEST(Csv, reads_quotes_lines_in_cells_and_both_separators) {
  const auto rows = read_csv("\xef\xbb\xbfnaam;onder\r\n\"a;\"\"b\"\"\nc\"; d \r\n\r\nlaatste;x");
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[1].cells, (std::vector<std::string>{"a;\"b\"\nc", "d"}));
  EXPECT_EQ(rows[2].line, 5) << "lines of a quoted cell count";
  EXPECT_EQ(read_csv("a,b\n1,2")[1].cells[1], "2");
  EXPECT_TRUE(read_csv("").empty());
}

TEST(Csv, reads_what_we_write) {
  const Table table{"T", {"a", "b"}, {{std::string("x;\"y\"\nz"), 7LL}}};
  EXPECT_EQ(read_csv(to_csv(table))[1].cells, (std::vector<std::string>{"x;\"y\"\nz", "7"}));
}

TEST(Csv, reads_the_spreadsheet_we_write_and_refuses_what_is_none) {
  const Table table{"T", {"naam", "bedrag"}, {{std::string("Groen; \"onderhoud\""), Cents{123450}}, {std::string("Boeket"), 7LL}}};
  const std::string sheet = to_xlsx(table);
  const auto rows = read_table(sheet);
  ASSERT_EQ(rows.size(), 3U);
  EXPECT_EQ(rows[1].cells, (std::vector<std::string>{"Groen; \"onderhoud\"", "1234.5"}));
  EXPECT_EQ(read_table(to_csv(table))[1].cells[0], "Groen; \"onderhoud\"");
  EXPECT_THROW(read_table("PK nothing"), Error);
  // Cut anywhere it is refused or read, never worse.
  for (std::size_t size = 4; size < sheet.size(); size += sheet.size() / 7) {
    try {
      read_table(std::string_view(sheet).substr(0, size));
    } catch (const Error& fault) {
      EXPECT_EQ(fault.code(), "sheetDamaged");
    }
  }
}

TEST(Csv, names_the_line_that_is_wrong) {
  try {
    read_csv("a;b\n1;2\n3;\"open\n4;5");
    FAIL();
  } catch (const Error& error) {
    EXPECT_EQ(error.code(), "csvQuoteOpen");
    EXPECT_EQ(error.args().front().second, "3");
  }
  EXPECT_THROW(read_csv("a\n\xff"), Error);
}

}  // namespace
}  // namespace tenzij::documents
