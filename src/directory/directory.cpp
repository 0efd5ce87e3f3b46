#include "directory/directory.hpp"

namespace chatd::directory {

void add_kinds(records::Records& records, CpuPool& cpu, accounts::ChatConfigs& configs) {
    records.add(organizations());
    records.add(contacts());
    records.add(boards());
    records.add(devices());
    records.add(agreements());
    records.add(users(cpu));
    records.add(roles());
    records.add(teams());
    records.add(skills());
    records.add(holidays());
    records.add(chat_configs(configs));
}

void check_email(const std::string& email) {
    const auto at = email.find('@');
    const bool is_one = at != 0 && at != std::string::npos && at + 1 < email.size() && email.find('@', at + 1) == std::string::npos &&
                        email.find_first_of(" \t\r\n<>,;") == std::string::npos;
    if (!is_one) throw invalid("email", "is no email address");
}

}  // namespace chatd::directory
