//! `guard-server`: reads its configuration, starts, and says in one sentence what keeps it from starting.
#![forbid(unsafe_code)]
use std::process::ExitCode;

use guard_server::clock::Clock;
use guard_server::config::Config;
use guard_server::{Server, lan, logs, metrics, serve};

#[tokio::main]
async fn main() -> ExitCode {
    match start().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(sentence) => {
            eprintln!("guard-server: {sentence}");
            ExitCode::FAILURE
        }
    }
}

async fn start() -> Result<(), String> {
    let mut config = Config::read()?;
    logs::start();
    // Many systems allow a thousand open files where ten thousand browsers wait for their codes; what they refuse is left as it is.
    let _ = rlimit::increase_nofile_limit(u64::MAX);
    let listener = serve::listen(config.listen).await?;
    // Port 0 has become a real one.
    config.listen = listener.local_addr().map_err(|it| it.to_string())?;
    let watched = match config.metrics {
        Some(address) => Some(serve::listen_for("--metrics (GUARD_METRICS)", address).await?),
        None => None,
    };
    let dev = config.dev;
    let for_phones = config.lan.map(lan::open).transpose()?;
    let server = Server::start(config, Clock::default())
        .await
        .map_err(|it| it.to_string())?;
    println!("Listening on {}", server.public_url);
    if dev {
        println!("{}", server.demo_people());
    }
    if let Some(lan) = for_phones {
        println!("{}", lan.invitation());
        tokio::spawn(lan.serve(server.clone()));
    }
    if let Some(watched) = watched {
        let counts = watched.local_addr().map_err(|it| it.to_string())?;
        println!("Metrics on http://{counts}/metrics");
        tokio::spawn(metrics::serve(watched, server.clone()));
    }
    serve::run(listener, server, serve::told_to_stop()).await;
    Ok(())
}
