#include "db/exec.hpp"

#include <endian.h>

#include <array>
#include <cstdio>
#include <ctime>

#include "db/connection.hpp"

namespace chatd::db {

namespace detail {
const std::string& prepared(Tx& tx, std::string_view sql) {
    static const std::string none;
    auto* connection = Connection::behind(tx.conn());
    return connection ? connection->prepared(sql) : none;
}

void failed(Tx& tx) {
    if (auto* connection = Connection::behind(tx.conn())) connection->fail();
    // The pool must see these as they are: it runs the transaction again.
    try {
        throw;
    } catch (const std::exception& failure) {
        const auto verdict = judge(failure);
        if (verdict == Verdict::again || verdict == Verdict::lost) throw;
    }
    rethrow_translated();
}
}  // namespace detail

BinaryArray::BinaryArray(Type element, std::size_t count) {
    u32(count ? 1 : 0);  // dimensions
    u32(0);              // has no NULL, or does not say
    u32(static_cast<std::uint32_t>(element));
    if (!count) return;
    u32(static_cast<std::uint32_t>(count));
    u32(1);  // lower bound
}
void BinaryArray::u32(std::uint32_t value) {
    value = htobe32(value);
    append(&value, sizeof value);
}
void BinaryArray::add(std::int64_t value) {
    u32(8);
    const auto bytes = htobe64(static_cast<std::uint64_t>(value));
    append(&bytes, sizeof bytes);
}
void BinaryArray::add(bool value) {
    u32(1);
    bytes_ += value ? '\1' : '\0';
}
void BinaryArray::add(const Uuid& value) {
    u32(16);
    append(value.bytes.data(), value.bytes.size());
}
void BinaryArray::add(std::string_view value) {
    u32(static_cast<std::uint32_t>(value.size()));
    append(value.data(), value.size());
}
void BinaryArray::add_null() {
    bytes_[7] = 1;  // has NULLs
    u32(0xffff'ffff);
}

namespace {
template <class T>
pqxx::binarystring array_of(BinaryArray::Type type, const std::vector<T>& list) {
    BinaryArray array(type, list.size());
    for (const auto& item : list) array.add(item);
    return array.value();
}
}  // namespace

pqxx::binarystring param(const std::vector<std::int64_t>& list) { return array_of(BinaryArray::Type::int8, list); }
pqxx::binarystring param(const std::vector<std::string>& list) {
    BinaryArray array(BinaryArray::Type::text, list.size());
    for (const auto& item : list) array.add(std::string_view(item));
    return array.value();
}
pqxx::binarystring param(const std::vector<Uuid>& list) { return array_of(BinaryArray::Type::uuid, list); }

Param param(Time value) {
    auto seconds = value.us / 1'000'000;
    auto us = value.us % 1'000'000;
    if (us < 0) {
        us += 1'000'000;
        --seconds;
    }
    const auto whole = static_cast<std::time_t>(seconds);
    std::tm utc{};
    gmtime_r(&whole, &utc);
    std::array<char, 64> text{};
    const auto size = std::snprintf(text.data(), text.size(), "%04d-%02d-%02d %02d:%02d:%02d.%06d+00", utc.tm_year + 1900, utc.tm_mon + 1, utc.tm_mday,
                                    utc.tm_hour, utc.tm_min, utc.tm_sec, static_cast<int>(us));
    return {std::string(text.data(), static_cast<std::size_t>(size))};
}

}  // namespace chatd::db
