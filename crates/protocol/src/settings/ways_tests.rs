//! Which ways in an app offers, and in which order.
use super::*;
use crate::json::Json;
use serde_json::{Value, json};

fn ways(config: Value, page: Value) -> Ways {
    let mut warnings = Vec::new();
    let mut ways = Ways::read(&mut Reader::new(&Json::from(&config), "", &mut warnings));
    ways.narrow(&mut Reader::new(&Json::from(&page), "", &mut warnings));
    ways
}

const CODE: SignInWay = SignInWay::Code(CodeWay::Any);

#[test]
fn an_app_that_says_nothing_takes_passwords() {
    let ways = ways(json!({}), json!({}));
    assert_eq!(
        (ways.forms.as_slice(), ways.first),
        (&[SignInWay::Password][..], Some(0))
    );
    assert_eq!(ways.scans, []);
}

#[test]
fn cd_6_one_merged_field_becomes_two_tabs_when_numbers_are_international() {
    let both = json!({
        "loginTabs": {"list": ["password", "phone-code"]},
        "verifyCodeTabConfig": {"validLoginMethods": ["phone-code", "email-code"]},
    });
    assert_eq!(
        ways(both.clone(), json!({})).forms,
        [SignInWay::Password, CODE]
    );
    let mut abroad = both;
    abroad["internationalSmsConfig"] = json!({"enabled": true});
    let code = |way| SignInWay::Code(way);
    assert_eq!(
        ways(abroad, json!({})).forms,
        [
            SignInWay::Password,
            code(CodeWay::Phone),
            code(CodeWay::Email)
        ]
    );
}

#[test]
fn the_order_and_the_first_tab_are_the_apps() {
    let config = json!({
        "loginTabs": {"list": ["password", "phone-code", "app-qrcode"], "default": "phone-code"},
        "tabMethodsSortConfig": {"loginMethodsSort": ["phone-code", "password"]},
    });
    let it = ways(config.clone(), json!({}));
    assert_eq!(
        it.forms,
        [SignInWay::Code(CodeWay::Phone), SignInWay::Password]
    );
    assert_eq!((it.first, it.scans.len()), (Some(0), 1));
    let it = ways(config, json!({"defaultLoginMethod": "app-qrcode"}));
    assert_eq!(it.first, None);
}

#[test]
fn a_page_opens_no_way_that_the_app_has_closed() {
    let config = json!({"loginTabs": {"list": ["password"]}});
    let it = ways(
        config,
        json!({"loginMethods": ["app-qrcode", "phone-code"], "defaultLoginMethod": "app-qrcode"}),
    );
    assert_eq!(
        (it.forms, it.scans.len(), it.first),
        (vec![SignInWay::Password], 0, Some(0))
    );
}

#[test]
fn a_page_that_wishes_only_what_the_app_does_not_offer_gets_what_it_offers() {
    let config = json!({"loginTabs": {"list": ["phone-code"]}});
    let it = ways(config, json!({"loginMethods": ["password"]}));
    assert_eq!(it.forms, [SignInWay::Code(CodeWay::Phone)]);
}
