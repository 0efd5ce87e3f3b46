#include "commands/catalogue.hpp"

#include <gtest/gtest.h>

#include "chatd/error.hpp"

namespace chatd::commands {
namespace {

Wanted wanted(std::string_view command, std::string_view args = "") { return wanted_of(line_of(command, args)); }
std::string body(std::string_view command, std::string_view args = "") { return wanted(command, args).body.dump(); }
std::string wrong_in(std::string_view command, std::string_view args = "") {
    try {
        wanted(command, args);
    } catch (const Error& error) {
        return error.errors.empty() ? "" : error.errors.front().field;
    }
    return "nothing";
}

TEST(Commands, AreFoundByTheirWholeNameInAnyCase) {
    EXPECT_EQ(line_of("end", "").command->name, "end");
    EXPECT_EQ(line_of("/Transfer", " Ann ").text, "Ann");
    EXPECT_EQ(line_of(" Search  KB ", "vpn").command->name, "search kb");
    EXPECT_EQ(line_of("search", "kb  vpn").text, "vpn");
    for (const auto* none : {"", "/", "//end", "en", "ended", "search", "kb", "searchkb", "summarize", "draft reply", "end\xc3\xa9"}) EXPECT_EQ(wrong_in(none), "command") << none;
    EXPECT_EQ(wrong_in("search", "kbx"), "command");
}
TEST(Commands, AreListedByNameWithAnOperationEach) {
    std::string before;
    for (const auto& command : all()) {
        EXPECT_LT(before, command.name);
        EXPECT_FALSE(command.says.empty());
        EXPECT_NE(command.operation.find(':'), std::string_view::npos);
        before = command.name;
    }
}
TEST(Commands, NameSomebodyByNameOrById) {
    EXPECT_EQ(wanted("transfer", "Ann Lee").called, (Called{"Ann Lee", "agent_id", "team_id"}));
    EXPECT_EQ(wanted("invite", "@Ann").called, (Called{"Ann", "user_id", ""}));
    EXPECT_EQ(wanted("transfer", "\"Ann Lee\" she is nice").called->name, "Ann Lee");
    EXPECT_EQ(body("transfer", "\"Ann Lee\"  she is \"nice\""), R"({"note":"she is \"nice\""})");
    EXPECT_EQ(body("transfer", "7 she is nice"), R"({"agent_id":7,"note":"she is nice"})");
    EXPECT_EQ(body("transfer", "agent:7"), R"({"agent_id":7})");
    EXPECT_EQ(body("transfer", "team:7"), R"({"team_id":7})");
    EXPECT_EQ(body("invite", "7"), R"({"user_id":7})");
    EXPECT_EQ(wanted("transfer", "\"7\"").called->name, "7");
    for (const auto* name : {"team:", "team:x", "-7", "7x", "99999999999999999999"}) EXPECT_EQ(wanted("transfer", name).called->name, name);
    EXPECT_EQ(wrong_in("invite", "team:7"), "args");
    EXPECT_EQ(wrong_in("invite", "7 please"), "args");
    EXPECT_EQ(wrong_in("transfer", "\" \""), "args");
    EXPECT_EQ(wrong_in("transfer", std::string(201, 'x')), "args");
}
TEST(Commands, MakeATicketOrLinkToOne) {
    EXPECT_EQ(body("ticket"), "{}");
    EXPECT_EQ(body("ticket", "VPN \"drops\" often"), R"({"title":"VPN \"drops\" often"})");
    EXPECT_EQ(body("ticket", "\"VPN drops\""), R"({"title":"VPN drops"})");
    EXPECT_EQ(wanted("ticket", "#12").operation, "chat:link_ticket");
    EXPECT_EQ(wanted("ticket", "12").ticket_number, 12);
    EXPECT_EQ(body("ticket", "12 printers"), R"({"title":"12 printers"})");
    EXPECT_EQ(wrong_in("ticket", "\"VPN\" drops"), "args");
}
TEST(Commands, FillInVariables) {
    EXPECT_EQ(body("canned", "hi who=\"Mrs. Vey\" what=fine"), R"({"shortcode":"hi","variables":{"what":"fine","who":"Mrs. Vey"}})");
    EXPECT_EQ(wrong_in("canned", "hi who=a who=b"), "args");
}
TEST(Commands, TakeTextsAsTheyAreTyped) {
    EXPECT_EQ(body("note", " \"She\" is  /angry \n"), R"({"content":"\"She\" is  /angry"})");
    EXPECT_EQ(body("search kb", "\"lost the\" -vpn"), R"({"limit":5,"q":"\"lost the\" -vpn"})");
    EXPECT_EQ(body("status", "Do not respond"), R"({"status":"do_not_respond"})");
}

}  // namespace
}  // namespace chatd::commands
