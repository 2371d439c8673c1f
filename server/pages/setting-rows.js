// One row a setting: its key, what it is called, how it is edited.
export const GROUPS = [
  ['The app', [
    ['name', 'Name', 'text'],
    ['logo', 'Logo', 'text', 'An https:// address or a path; empty for none.', { empty: null }],
    ['allowedOrigins', 'Origins that may embed the box', 'lines', 'One a line: https://shop.example, https://*.shop.example, http://localhost:*'],
    ['redirectUris', 'Where the sign-in page may lead on to', 'lines', 'Whole addresses, one a line, compared to the letter: https://shop.example/signed-in. The first is meant where none is named.'],
    ['global.defaultLanguage', 'Language', 'choice', '', { choices: [['browser', "The browser's"], ['en-US', 'English'], ['zh-CN', '简体中文'], ['zh-TW', '繁體中文'], ['ja-JP', '日本語']] }],
  ]],
  ['Signing in', [
    ['loginTabs.list', 'Tabs', 'set', '', { choices: [['password', 'Password'], ['phone-code', 'Code']] }],
    ['loginTabs.default', 'What is shown first', 'choice', 'A code to scan has to be on, further below.', { choices: [['password', 'Password'], ['phone-code', 'Code'], ['app-qrcode', 'A code to scan, for the app'], ['wechat-miniprogram-qrcode', 'A code to scan, for the mini program'], ['wechatmp-qrcode', 'A code to scan, for the official account']] }],
    ['tabMethodsSortConfig.loginMethodsSort', 'The order of the tabs', 'lines', 'password and phone-code, one a line; empty: as listed.'],
    ['passwordTabConfig.validLoginMethods', 'The account field takes', 'set', '', { choices: [['email-password', 'Email'], ['username-password', 'User name'], ['phone-password', 'Phone number']] }],
    ['ssoPageComponentDisplay.forgetPasswordBtn', 'Offer "Forgot password"', 'flag'],
    ['unverifiedMaySignIn', 'People may sign in before their address is confirmed', 'flag'],
    ['tellsWhetherTaken', 'Tell whether an account exists', 'flag', 'Off: registering and asking for codes look the same for everybody.'],
  ]],
  ['Codes', [
    ['verifyCodeTabConfig.validLoginMethods', 'Codes go to', 'set', '', { choices: [['phone-code', 'Phones'], ['email-code', 'Mailboxes']] }],
    ['ssoPageComponentDisplay.autoRegisterThenLoginHintInfo', 'Signing in by a code opens an account where there is none', 'flag'],
    ['emailLinkEnabled', 'Offer a link by mail beside the code', 'flag'],
    ['internationalSmsConfig.enabled', 'Take numbers of all countries', 'flag'],
    ['internationalSmsConfig.defaultISOType', 'Country of numbers without a calling code', 'text', 'Two letters, like CN.'],
    ['verifyCodeLength', 'Digits of a code', 'number'],
    ['phoneIdleDays', 'Days after which a number alone opens no account', 'number', 'Without a sign-in, where the account has a confirmed address; 0: it always does.'],
  ]],
  ['Robots and agreements', [
    ['appRobotVerify', 'A password needs a captcha', 'choice', '', { choices: [['disable', 'Never'], ['condition_set', 'After failures'], ['always_enable', 'Always']] }],
    ['loginSmsConfig', 'A code for signing in needs one', 'choice', '', { within: 'robot.switch', choices: [['OFF', 'Never'], ['CONDON', 'After several codes'], ['ON', 'Always']] }],
    ['registerSmsConfig', 'Registering needs one', 'choice', '', { within: 'robot.switch', choices: [['OFF', 'Never'], ['CONDON', 'After several codes'], ['ON', 'Always']] }],
    ['robotAfter', 'After how many', 'number'],
    ['agreements', 'Agreements', 'json', 'A list of {"id", "title", "lang", "required", "availableAt": 0 registering, 1 signing in, 2 both}.'],
  ]],
  ['Registering', [
    ['registerDisabled', 'Registration is closed', 'flag'],
    ['ssoPageComponentDisplay.registerBtn', 'Offer "Create account"', 'flag'],
    ['registerTabs.list', 'Ways to register', 'set', '', { choices: [['email', 'Email and password'], ['emailCode', 'Email and code'], ['username', 'User name'], ['phone', 'Phone and code'], ['phone-password', 'Phone, code and password']] }],
    ['registerTabs.default', 'The first way', 'choice', '', { choices: [['email', 'Email and password'], ['emailCode', 'Email and code'], ['username', 'User name'], ['phone', 'Phone and code'], ['phone-password', 'Phone, code and password']] }],
    ['registrationEmailAllowlist', 'Only these may register', 'lines', 'Addresses and domains, one a line; empty for anybody.', { empty: null }],
    ['welcomeMail', 'Welcome by mail', 'flag'],
    ['verificationMail', 'Send a link that confirms the address', 'flag'],
    ['messages', 'Own words for mails and messages', 'json', '{"welcome": {"en-US": {"subject": "…", "text": "…"}}}'],
  ]],
  ['Codes to scan', [
    ['qrcodeTabsSettings', 'Ways that are on', 'json', 'app-qrcode, wechat-miniprogram-qrcode, wechatmp-qrcode, each with a list of {id, title}; an empty list is one code without a title.'],
    ['qrCodeSortConfig.loginMethodsSort', 'Their order', 'lines', 'app-qrcode and ids, one a line.'],
    ['qrcode.expiresIn', 'Seconds that a code is good for', 'number'],
    ['qrcode.ticketExpiresIn', 'Seconds that a ticket is good for', 'number'],
    ['qrcode.exchangeInBrowser', 'Pages may exchange a ticket themselves', 'flag', "Off: the app's own server does, with its secret."],
    ['qrcode.fullUserInStatus', 'Polling tells the whole person, with a token', 'flag'],
    ['qrcode.matchNumber', 'Show a number beside the code, to be chosen on the phone', 'flag', 'Phones that do not know this cannot agree then.'],
    ['qrcode.noticeMail', 'Tell by mail who agreed on their phone', 'flag'],
  ]],
  ['Passwords', [
    ['passwordStrength', 'Policy', 'choice', '', { number: true, empty: null, choices: [['', 'Length and common passwords'], ['0', '0: anything'], ['1', '1: six characters'], ['2', '2: and two kinds'], ['3', '3: and three kinds'], ['4', '4: an expression'], ['5', '5: the server decides']] }],
    ['passwordMinLength', 'Fewest characters', 'number', 'For the default policy and level 5.'],
    ['customPasswordStrength.regex', 'Expression', 'text', 'For level 4.'],
    ['customPasswordStrength.enMessage', 'What it asks for, in English', 'text'],
    ['customPasswordStrength.zhMessage', 'What it asks for, in Chinese', 'text'],
  ]],
];

// What holds for every app of a pool.
export const POOL = ['The pool, with all its apps', [
  ['phoneAllowlist', 'Only these phone numbers', 'lines', 'Like +8613800000002, or a beginning like +86138*; one a line, empty for any.', { empty: null }],
  ['smsBudget', 'Most text messages in an hour', 'json', '{"hourly", whose code nobody used; "perCallingCode", to other countries; "prefixes": {"+86": 2000}}.'],
]];
