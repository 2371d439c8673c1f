//! What a phone is told of the browser that shows a code: enough to recognise it, too little to find anybody.
use std::net::IpAddr;

/// The first that occurs counts: nearly every browser also claims to be others.
const BROWSERS: [(&str, &str); 13] = [
    ("MicroMessenger/", "WeChat"),
    ("AlipayClient/", "Alipay"),
    ("DingTalk/", "DingTalk"),
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser/", "Samsung Internet"),
    ("YaBrowser/", "Yandex Browser"),
    ("Vivaldi/", "Vivaldi"),
    ("Firefox/", "Firefox"),
    ("FxiOS/", "Firefox"),
    ("CriOS/", "Chrome"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
];

const SYSTEMS: [(&str, &str); 9] = [
    ("OpenHarmony", "HarmonyOS"),
    ("iPhone", "iOS"),
    ("iPad", "iPadOS"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("Macintosh", "macOS"),
    ("CrOS", "ChromeOS"),
    ("FreeBSD", "FreeBSD"),
    ("Linux", "Linux"),
];

pub fn browser(user_agent: &str) -> Option<&'static str> {
    first(&BROWSERS, user_agent)
}

pub fn system(user_agent: &str) -> Option<&'static str> {
    first(&SYSTEMS, user_agent)
}

fn first(table: &[(&str, &'static str)], text: &str) -> Option<&'static str> {
    table
        .iter()
        .find(|(mark, _)| text.contains(mark))
        .map(|(_, name)| *name)
}

/// `peer`, as limits group it, made coarser: a network, or a word for what is near.
pub fn coarse(peer: &str) -> Option<String> {
    let address: IpAddr = peer.split('/').next()?.parse().ok()?;
    Some(match address {
        it if it.is_loopback() => "this machine".to_owned(),
        // A whole /64 is left of an IPv6 address, so its loopback looks like this.
        IpAddr::V6(it) if it.is_unspecified() => "this machine".to_owned(),
        IpAddr::V4(it) if it.is_private() || it.is_link_local() => "local network".to_owned(),
        IpAddr::V6(it) if it.is_unique_local() || it.is_unicast_link_local() => {
            "local network".to_owned()
        }
        IpAddr::V4(it) => {
            let [a, b, c, _] = it.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(it) => {
            let [a, b, c, ..] = it.segments();
            format!("{a:x}:{b:x}:{c:x}::/48")
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn q12_a_browser_and_a_system_are_named_as_people_know_them() {
        for (agent, named) in [
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0",
                (Some("Edge"), Some("Windows")),
            ),
            (
                "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36",
                (Some("Chrome"), Some("Linux")),
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
                (Some("Safari"), Some("macOS")),
            ),
            (
                "Mozilla/5.0 (Android 15; Mobile; rv:153.0) Gecko/153.0 Firefox/153.0",
                (Some("Firefox"), Some("Android")),
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 MicroMessenger/8.0.50",
                (Some("WeChat"), Some("iOS")),
            ),
            ("curl/8.0", (None, None)),
            ("", (None, None)),
        ] {
            assert_eq!((browser(agent), system(agent)), named, "{agent}");
        }
    }

    #[test]
    fn q12_an_address_is_shown_as_a_network() {
        let of = |peer: &str| coarse(peer);
        assert_eq!(of("203.0.113.77").as_deref(), Some("203.0.113.0/24"));
        assert_eq!(of("2001:db8:1:2::/64").as_deref(), Some("2001:db8:1::/48"));
        assert_eq!(of("127.0.0.1").as_deref(), Some("this machine"));
        assert_eq!(of("0:0:0:0::/64").as_deref(), Some("this machine"));
        assert_eq!(of("192.168.7.9").as_deref(), Some("local network"));
        assert_eq!(of("fd12:3:4:5::/64").as_deref(), Some("local network"));
        assert_eq!(of("unknown"), None);
    }
}
