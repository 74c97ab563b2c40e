// Which passwords are refused, and how addresses are told apart.
#include "platform/auth/passwords.h"

#include <gtest/gtest.h>

#include "platform/auth/guessing.h"
#include "platform/base/files.h"

namespace tenzij::auth {
namespace {

PasswordRules bundled() {
  const std::filesystem::path folder = std::filesystem::path(TENZIJ_HOME) / "knowledge" / "passwords";
  return PasswordRules(read_file(folder / "common.txt"), read_file(folder / "most-used.txt") + "\n" + read_file(folder / "places.txt"));
}

TEST(Passwords, the_most_used_are_refused_with_what_people_put_around_them) {
  const PasswordRules rules = bundled();
  for (const char* password :
       {"qwertyuiop123", "Welkom2026!!!!", "passwordpassword", "W@chtw00rd2026", "iloveyou1234", "letmeinletmein", "Amsterdam2026!",
        "administrator1", "11111111111111", "123456789012", "!!!Football!!!", "1q2w3e4r5t6y", "Feyenoord-1908", "AjaxAmsterdam1"})
    EXPECT_EQ(rules.broken_rule(password, "p.jansen"), "passwordCommon") << password;
  for (const char* password : {"paard batterij nietje", "vier losse rare woorden", "Zevenblad&koekoek", "gKx83-pLmq-92Tr"})
    EXPECT_EQ(rules.broken_rule(password, "p.jansen"), std::nullopt) << password;
}

TEST(Passwords, the_name_of_a_place_is_no_secret_anywhere) {
  const PasswordRules rules = bundled();
  for (const char* password : {"Utrecht2027!", "Apeldoorn#26", "Bergen op Zoom 1", "bergen-op-zoom-2026", "'s-Hertogenbosch1",
                               "DenBosch2026!!", "Súdwest-Fryslân26", "2026AlphenaandenRijn", "Scheveningen12", "Utr3cht-2027!"})
    EXPECT_EQ(rules.broken_rule(password, "p.jansen"), "passwordCommon") << password;
  EXPECT_EQ(rules.broken_rule("Utrecht koekoek zevenblad", "p.jansen"), std::nullopt) << "a place and more";
}

TEST(Passwords, the_name_of_the_municipality_is_no_secret_there) {
  const PasswordRules rules = bundled();
  const std::vector<std::string> names{"Gemeente Noorderveen", "GM9999", "Gemeente", "Noorderveen"};
  EXPECT_EQ(rules.broken_rule("Noorderveen2026!", "p.jansen", names), "passwordCommon");
  EXPECT_EQ(rules.broken_rule("N00rderveen2026!", "p.jansen", names), "passwordCommon");
  EXPECT_EQ(rules.broken_rule("gm9999gm9999gm9999", "p.jansen", names), "passwordCommon");
  EXPECT_EQ(rules.broken_rule("Noorderveen2026!", "p.jansen"), std::nullopt);
}

TEST(Passwords, length_and_user_name_count) {
  const PasswordRules rules = bundled();
  EXPECT_EQ(rules.broken_rule("gKx83-pLmq", "p.jansen"), "passwordTooShort");
  EXPECT_EQ(rules.broken_rule(std::string(201, 'k'), "p.jansen"), "passwordTooLong");
  EXPECT_EQ(rules.broken_rule("hallo pim.bos hier zo", "pim.bos"), "passwordHasName");
}

TEST(Passwords, the_list_has_ten_thousand_each_once_in_lower_case) {
  const std::string list = read_file(std::filesystem::path(TENZIJ_HOME) / "knowledge" / "passwords" / "most-used.txt");
  std::set<std::string> seen;
  for (const std::string_view line : text::split(list, '\n')) {
    if (line.empty() || line.front() == '#') continue;
    EXPECT_TRUE(seen.emplace(line).second) << line;
    EXPECT_EQ(text::lower_ascii(line), line);
  }
  EXPECT_GE(seen.size(), 10'000U);
}

TEST(Addresses, are_told_apart_by_block_and_shown_without_their_end) {
  EXPECT_EQ(address_block("10.1.2.3", 24, 48), "10.1.2.0/24");
  EXPECT_EQ(address_block("10.1.2.3", 32, 64), "10.1.2.3/32");
  EXPECT_EQ(address_block("10.1.255.255", 20, 48), "10.1.240.0/20");
  EXPECT_EQ(address_block("::ffff:10.1.2.3", 24, 48), "10.1.2.0/24");
  EXPECT_EQ(address_block("2001:db8:1:2:3:4:5:6", 24, 48), "2001:db8:1::/48");
  EXPECT_EQ(address_block("2001:db8:1:2:3:4:5:6", 32, 64), "2001:db8:1:2::/64");
  EXPECT_EQ(address_block("unknown", 24, 48), "unknown");
  EXPECT_EQ(short_address("192.168.7.44"), "192.168.7.0");
}

}  // namespace
}  // namespace tenzij::auth
