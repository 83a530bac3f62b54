//! Time zones as Zendesk names them: the names of Ruby on Rails' `ActiveSupport::TimeZone`.

use crate::domain::zone::Zone;

/// Names that are neither an IANA name nor a city of one, with the zone they mean.
const NAMES: &[(&str, &str)] = &[
    ("Abu Dhabi", "Asia/Muscat"),
    ("Alaska", "America/Juneau"),
    ("American Samoa", "Pacific/Pago_Pago"),
    ("Arizona", "America/Phoenix"),
    ("Astana", "Asia/Almaty"),
    ("Atlantic Time (Canada)", "America/Halifax"),
    ("Azores", "Atlantic/Azores"),
    ("Baku", "Asia/Baku"),
    ("Beijing", "Asia/Shanghai"),
    ("Bern", "Europe/Zurich"),
    ("Brasilia", "America/Sao_Paulo"),
    ("Canberra", "Australia/Melbourne"),
    ("Cape Verde Is.", "Atlantic/Cape_Verde"),
    ("Central America", "America/Guatemala"),
    ("Central Time (US & Canada)", "America/Chicago"),
    ("Chatham Is.", "Pacific/Chatham"),
    ("Chennai", "Asia/Kolkata"),
    ("Eastern Time (US & Canada)", "America/New_York"),
    ("Edinburgh", "Europe/London"),
    ("Ekaterinburg", "Asia/Yekaterinburg"),
    ("Fiji", "Pacific/Fiji"),
    ("Georgetown", "America/Guyana"),
    ("Greenland", "America/Godthab"),
    ("Guadalajara", "America/Mexico_City"),
    ("Hanoi", "Asia/Bangkok"),
    ("Hawaii", "Pacific/Honolulu"),
    ("Indiana (East)", "America/Indiana/Indianapolis"),
    ("International Date Line West", "Etc/GMT+12"),
    ("Islamabad", "Asia/Karachi"),
    ("Kyiv", "Europe/Kiev"),
    ("Marshall Is.", "Pacific/Majuro"),
    ("Mid-Atlantic", "Atlantic/South_Georgia"),
    ("Midway Island", "Pacific/Midway"),
    ("Mountain Time (US & Canada)", "America/Denver"),
    ("Mumbai", "Asia/Kolkata"),
    ("New Caledonia", "Pacific/Noumea"),
    ("New Delhi", "Asia/Kolkata"),
    ("Newfoundland", "America/St_Johns"),
    ("Nuku'alofa", "Pacific/Tongatapu"),
    ("Osaka", "Asia/Tokyo"),
    ("Pacific Time (US & Canada)", "America/Los_Angeles"),
    ("Pretoria", "Africa/Johannesburg"),
    ("Quito", "America/Lima"),
    ("Samoa", "Pacific/Apia"),
    ("Sapporo", "Asia/Tokyo"),
    ("Saskatchewan", "America/Regina"),
    ("Solomon Is.", "Pacific/Guadalcanal"),
    ("Sri Jayawardenepura", "Asia/Colombo"),
    ("St. Petersburg", "Europe/Moscow"),
    ("Tokelau Is.", "Pacific/Fakaofo"),
    ("Ulaanbaatar", "Asia/Ulaanbaatar"),
    ("Urumqi", "Asia/Urumqi"),
    ("Wellington", "Pacific/Auckland"),
    ("West Central Africa", "Africa/Algiers"),
];

/// The zone of a name: Rails' own, an IANA name, or the city of one ("Berlin").
pub(super) fn named(name: &str) -> Option<Zone> {
    let listed = NAMES.iter().find(|(rails, _)| *rails == name);
    if let Some((_, iana)) = listed {
        return Zone::named(iana);
    }
    Zone::named(name).or_else(|| Zone::of_city(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_name_means_a_zone() {
        for (rails, iana) in NAMES {
            assert!(named(rails).is_some(), "{rails}: {iana}");
        }
    }

    #[test]
    fn cities_and_iana_names_are_known_too() {
        let name = |text: &str| named(text).map(|zone| zone.name().to_owned());
        assert_eq!(name("Berlin").as_deref(), Some("Europe/Berlin"));
        assert_eq!(
            name("Buenos Aires").as_deref(),
            Some("America/Argentina/Buenos_Aires")
        );
        assert_eq!(name("Kuala Lumpur").as_deref(), Some("Asia/Kuala_Lumpur"));
        assert_eq!(name("UTC").as_deref(), Some("UTC"));
        assert_eq!(name("Asia/Tokyo").as_deref(), Some("Asia/Tokyo"));
        assert_eq!(name("Atlantis"), None);
        assert_eq!(name("Berlim"), None);
    }
}
