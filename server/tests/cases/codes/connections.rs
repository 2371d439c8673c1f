//! More people at once than the database has connections.
use crate::support::TestServer;

crate::cases![right_codes_of_more_people_than_there_are_connections_all_open];

/// Whoever held a connection and waited for a second one would wait for the others, who do the same.
async fn right_codes_of_more_people_than_there_are_connections_all_open(server: TestServer) {
    let client = server.codes_app("elm", false).await;
    let mut codes = Vec::new();
    for number in 0..12 {
        let name = format!("person{number}");
        let email = format!("{name}@example.com");
        server.add_user("elm", &name).await;
        let scene = if number % 2 == 0 {
            "RESET_PASSWORD_VERIFY_CODE"
        } else {
            "LOGIN_VERIFY_CODE"
        };
        client.send_mail(&email, scene).await.done();
        let code = server.code(&email).await;
        codes.push((number, email, code));
    }
    let uses: Vec<_> = codes
        .into_iter()
        .map(|(number, email, code)| {
            let client = client.clone();
            tokio::spawn(async move {
                if number % 2 == 0 {
                    client.check_code(&email, &code).await.code()
                } else {
                    client.email_code(&email, &code).await.code()
                }
            })
        })
        .collect();
    for one in uses {
        assert_eq!(one.await.unwrap(), 200);
    }
}
