// How many sockets each address has on one I/O thread: all of them, or those that have not signed in yet. Loopback is not counted: it is
// where proxies that nobody has named and load generators live. I/O thread only.
#pragma once
#include <cstddef>
#include <memory>
#include <string>
#include <unordered_map>

namespace chatd::net {

class PerAddress {
public:
    /// Holds one place; gives it back when destroyed.
    class Place {
    public:
        Place(PerAddress& all, std::string address) : all_(all), address_(std::move(address)) { ++all_.counts_[address_]; }
        ~Place() {
            if (--all_.counts_[address_] == 0) all_.counts_.erase(address_);
        }
        Place(const Place&) = delete;
        Place& operator=(const Place&) = delete;

    private:
        PerAddress& all_;
        std::string address_;
    };

    /// 0: no limit.
    explicit PerAddress(std::size_t max) : max_(max) {}
    bool room_for(const std::string& address) const {
        if (max_ == 0 || address.starts_with("127.") || address == "::1") return true;
        auto found = counts_.find(address);
        return found == counts_.end() || found->second < max_;
    }
    std::unique_ptr<Place> enter(const std::string& address) { return std::make_unique<Place>(*this, address); }

private:
    std::size_t max_;
    std::unordered_map<std::string, std::size_t> counts_;
};

}  // namespace chatd::net
