// Links: signed, the same for all readers of a period, good for a period at least and two at most.
#include <gtest/gtest.h>

#include "files/links.hpp"

namespace chatd::files {
namespace {

constexpr Time at(std::int64_t seconds) { return {seconds * 1'000'000}; }

struct Parts {
    std::int64_t expires = 0;
    std::string signature;
};
Parts parts(const std::string& url) {
    const auto number = [&](std::string_view name) { return url.substr(url.find(name) + name.size()); };
    return {std::stoll(number("expires=")), number("signature=")};
}
Attachment photo() { return {AttachmentId{7}, "a b.png", 10, "image/png", {}, {}, {}, {}}; }

TEST(Links, AreTheSameForAllReadersOfAPeriod) {
    const Links links({"one secret"}, std::chrono::seconds(100));
    auto early = photo(), late = photo(), next = photo();
    links.sign(early, at(1'000));
    links.sign(late, at(1'099));
    links.sign(next, at(1'100));
    EXPECT_EQ(early.url, late.url);
    EXPECT_NE(late.url, next.url);
    EXPECT_TRUE(early.url.starts_with("/api/files/7/a%20b.png?expires=1200&as=inline&signature=")) << early.url;
    EXPECT_FALSE(early.thumbnail_url);
}

TEST(Links, AreGoodForAPeriodAtLeast) {
    const Links links({"one secret"}, std::chrono::seconds(100));
    for (std::int64_t now : {1'000, 1'050, 1'099}) {
        auto one = photo();
        links.sign(one, at(now));
        EXPECT_GE(parts(one.url).expires - now, 100);
        EXPECT_LE(parts(one.url).expires - now, 200);
    }
}

TEST(Links, AreOverAllThatTheySay) {
    const Links links({"one secret"}, std::chrono::hours(1));
    const auto [expires, signature] = parts(links.url(AttachmentId{7}, "a", Disposition::attachment, Variant::file, at(1'000)));
    const Claim said{AttachmentId{7}, expires, Disposition::attachment, Variant::file};
    EXPECT_TRUE(links.genuine(said, signature));
    EXPECT_FALSE(links.genuine({AttachmentId{8}, expires, said.as, said.of}, signature));
    EXPECT_FALSE(links.genuine({said.id, expires + 1, said.as, said.of}, signature));
    EXPECT_FALSE(links.genuine({said.id, expires, Disposition::in_place, said.of}, signature));
    EXPECT_FALSE(links.genuine({said.id, expires, said.as, Variant::thumbnail}, signature));
    EXPECT_FALSE(links.genuine(said, signature.substr(1)));
    EXPECT_FALSE(links.genuine(said, ""));
    EXPECT_FALSE(Links({"another secret"}, std::chrono::hours(1)).genuine(said, signature));
}

TEST(Links, OfAnOlderSecretAreBelieved) {
    const Links before({"old"}, std::chrono::hours(1)), after({"new", "old"}, std::chrono::hours(1));
    const auto [expires, signature] = parts(before.url(AttachmentId{7}, "a", Disposition::attachment, Variant::file, at(0)));
    EXPECT_TRUE(after.genuine({AttachmentId{7}, expires, Disposition::attachment, Variant::file}, signature));
    EXPECT_NE(after.url(AttachmentId{7}, "a", Disposition::attachment, Variant::file, at(0)).find(signature), 0U);
}

TEST(Links, OnlyPicturesWithoutScriptsAreShownInPlace) {
    for (const auto* type : {"image/png", "image/jpeg", "image/gif", "image/webp"}) EXPECT_TRUE(shown_in_place(type));
    for (const auto* type : {"image/svg+xml", "text/html", "application/pdf", "text/plain", ""}) EXPECT_FALSE(shown_in_place(type));
}

TEST(Links, NameTheirFile) {
    EXPECT_EQ(named_in("/api/files/7/a.png?expires=1"), AttachmentId{7});
    EXPECT_EQ(named_in("https://desk.example/api/files/12/a"), AttachmentId{12});
    for (const auto* other : {"", "/", "/api/files/", "/api/files/x/a", "/api/files/7x/a", "/api/files/0/a", "/api/files/-1/a", "https://", "https://x", "api/files/7/a",
                              "/api/files/99999999999999999999/a", "https://desk.example/x/api/files/7/a"})
        EXPECT_FALSE(named_in(other)) << other;
}

}  // namespace
}  // namespace chatd::files
