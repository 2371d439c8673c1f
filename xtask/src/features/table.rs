//! The rows of docs/features.md.

pub struct Row {
    pub id: String,
    pub text: String,
    /// Marked *server*, by itself or by its heading: proven over HTTP, with no browser needed.
    pub over_http: bool,
}

pub fn read(text: &str) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut heading = "";
    for line in text.lines() {
        if line.starts_with('#') {
            heading = line;
        }
        rows.extend(row(line, heading.contains("(server)")));
    }
    rows
}

/// `| PW-10 + | password managers … |`
fn row(line: &str, of_server: bool) -> Option<Row> {
    let mut cells = line.strip_prefix('|')?.split('|').map(str::trim);
    let (id, text) = (
        cells.next()?.trim_end_matches('+').trim_end(),
        cells.next()?,
    );
    let (letters, number) = id.split_once('-')?;
    let is_id = letters.len() == 2
        && letters.bytes().all(|it| it.is_ascii_uppercase())
        && number.bytes().all(|it| it.is_ascii_digit())
        && !number.is_empty();
    is_id.then(|| Row {
        id: id.to_string(),
        text: text.to_string(),
        over_http: of_server || text.contains("(*server*)"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_read_with_their_marks() {
        let text = "| id | capability |\n|---|---|\n| PW-10 + | managers |\n| QR-8 | app side (*server*) |\n## Extending (server)\n| EX-1 | pipelines |\n## Next\n| SS-2 | x |";
        let rows: Vec<_> = read(text)
            .into_iter()
            .map(|it| (it.id, it.over_http))
            .collect();
        assert_eq!(
            rows,
            [
                ("PW-10".into(), false),
                ("QR-8".into(), true),
                ("EX-1".into(), true),
                ("SS-2".into(), false)
            ]
        );
    }

    #[test]
    fn the_table_of_this_repository_is_whole() {
        let rows = read(include_str!("../../../docs/features.md"));
        let ids: std::collections::BTreeSet<_> = rows.iter().map(|it| it.id.as_str()).collect();
        assert_eq!(ids.len(), rows.len(), "an id stands twice");
        assert!(
            ["PW-1", "RS-8", "EM-11", "SS-12", "EX-11"]
                .iter()
                .all(|it| ids.contains(it))
        );
    }
}
