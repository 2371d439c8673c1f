//! Which source a report is of: the commit, and the tree as it lay in the folder, changes and new files included.

use crate::run;
use crate::trouble::{Outcome, Trouble};
use crate::{place, trouble::At};
use serde::{Deserialize, Serialize};
use std::process::Command;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stamp {
    pub commit: String,
    /// The name git would give to the folder's content, were it committed now.
    pub tree: String,
}

impl Stamp {
    pub fn now() -> Outcome<Self> {
        let git = |arguments: &[&str]| {
            let mut git = Command::new("git");
            git.args(arguments).current_dir(place::root());
            git
        };
        let commit = run::printed(&mut git(&["rev-parse", "HEAD"])).map_err(|_| {
            Trouble::new("This folder is no git repository with a commit, so nothing can be said of what was tested")
                .mended_by("git clone it, or git init && git add . && git commit -m source")
        })?;
        // An index and an object store of its own: nothing of the real ones is touched.
        let scratch = place::target("reports/.stamp");
        let objects = scratch.join("objects");
        std::fs::create_dir_all(&objects).at(&objects)?;
        let store = run::printed(&mut git(&[
            "rev-parse",
            "--path-format=absolute",
            "--git-path",
            "objects",
        ]))?;
        let apart = |arguments: &[&str]| {
            let mut command = git(arguments);
            command
                .env("GIT_INDEX_FILE", scratch.join("index"))
                .env("GIT_OBJECT_DIRECTORY", &objects);
            command.env("GIT_ALTERNATE_OBJECT_DIRECTORIES", &store);
            command
        };
        run::quiet(&mut apart(&["add", "--all"]))?;
        let tree = run::printed(&mut apart(&["write-tree"]))?;
        Ok(Self { commit, tree })
    }

    pub fn describe(&self) -> String {
        let short = |it: &str| it.chars().take(10).collect::<String>();
        format!("commit {}, tree {}", short(&self.commit), short(&self.tree))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_folder_has_the_same_stamp_and_it_leaves_the_index_alone() {
        let status = || {
            run::printed(
                Command::new("git")
                    .args(["diff", "--cached", "--name-only"])
                    .current_dir(place::root()),
            )
            .unwrap()
        };
        let before = status();
        let stamp = Stamp::now().unwrap();
        assert_eq!((stamp.commit.len(), stamp.tree.len()), (40, 40));
        assert_eq!(before, status());
    }
}
