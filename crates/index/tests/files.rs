//! The index knows its own files, and says of each whether it is as it was written.

mod support;

use nianlun_index::{FileState, IndexBuilder, Stale, State, check, copy, verify};
use nianlun_segment::{Jieba, UserDictionary};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use support::{JIEBA, add, index};

fn states(folder: &Path) -> Vec<FileState> {
    verify(folder).expect("a list")
}

/// The files that are not whole.
fn faults(folder: &Path) -> Vec<(String, State)> {
    let states = states(folder).into_iter().filter(|file| file.state != State::Whole);
    states.map(|file| (file.name, file.state)).collect()
}

/// The files of segments with this ending, by name.
fn of_segments(folder: &Path, ending: &str) -> Vec<String> {
    let names = states(folder).into_iter().map(|file| file.name);
    names.filter(|name| name.ends_with(ending)).collect()
}

fn damage(folder: &Path) -> String {
    match check(folder, &*JIEBA) {
        Err(Stale::Damaged(cause)) => cause,
        other => panic!("{other:?}"),
    }
}

/// Changes one document in an update of its own.
fn change(folder: &Path, source: &str) {
    let builder = IndexBuilder::update(folder, &*JIEBA).expect("whole");
    builder.remove("d0");
    add(&builder, &[(0, source)], 2);
    builder.finish().expect("finished");
}

#[test]
fn a_new_index_lists_all_its_files() {
    let (folder, _searcher) = index(&["公共数据", "无关"]);
    assert_eq!(faults(folder.path()), []);
    assert_eq!(check(folder.path(), &*JIEBA), Ok(()));
    let listed: Vec<String> = states(folder.path()).into_iter().map(|file| file.name).collect();
    assert!(listed.is_sorted());
    for name in [".managed.json", "fingerprint.json", "meta.json"] {
        assert!(listed.contains(&name.to_owned()), "{name}");
    }
    let there: BTreeSet<String> = fs::read_dir(folder.path())
        .expect("folder")
        .map(|entry| entry.expect("entry").file_name().to_string_lossy().into_owned())
        .filter(|name| name != "files.json" && !name.ends_with(".lock"))
        .collect();
    assert_eq!(listed.into_iter().collect::<BTreeSet<_>>(), there);
}

#[test]
fn a_file_that_was_changed_is_named() {
    let (folder, _searcher) = index(&["公共数据", "无关"]);
    let store = of_segments(folder.path(), ".store").remove(0);
    for name in [store.as_str(), "meta.json", ".managed.json", "fingerprint.json"] {
        let path = folder.path().join(name);
        let before = fs::read(&path).expect("read");
        fs::write(&path, [before.as_slice(), b"\n"].concat()).expect("written");
        assert_eq!(faults(folder.path()), [(name.to_owned(), State::Changed)]);
        assert_eq!(damage(folder.path()), format!("`{name}` was changed since it was written"));
        let update = IndexBuilder::update(folder.path(), &*JIEBA);
        assert!(matches!(update, Err(Stale::Damaged(_))), "{name}");
        fs::write(&path, before).expect("written");
    }
    assert_eq!(check(folder.path(), &*JIEBA), Ok(()));
}

#[test]
fn a_file_that_went_is_named() {
    let (folder, _searcher) = index(&["公共数据", "无关"]);
    let name = of_segments(folder.path(), ".pos").remove(0);
    fs::remove_file(folder.path().join(&name)).expect("removed");
    assert_eq!(faults(folder.path()), [(name.clone(), State::Missing)]);
    assert_eq!(damage(folder.path()), format!("`{name}` is missing"));
}

#[test]
fn a_file_of_others_is_named_and_does_no_harm() {
    let (folder, _searcher) = index(&["公共数据", "无关"]);
    fs::write(folder.path().join("notes.txt"), "mine").expect("written");
    fs::create_dir(folder.path().join("old")).expect("folder");
    let foreign = [("notes.txt".to_owned(), State::NotOurs), ("old".to_owned(), State::NotOurs)];
    assert_eq!(faults(folder.path()), foreign);
    assert_eq!(check(folder.path(), &*JIEBA), Ok(()));
    change(folder.path(), "公共的数据");
    assert_eq!(faults(folder.path()), foreign);
}

#[test]
fn updates_keep_the_list_true() {
    let (folder, _searcher) = index(&["公共数据", "无关"]);
    for round in 0..15 {
        change(folder.path(), &"公共数据".repeat(round));
        assert_eq!(faults(folder.path()), [], "round {round}");
        assert_eq!(check(folder.path(), &*JIEBA), Ok(()));
    }
    // A run without a change opens the index for an update and finishes none.
    let builder = IndexBuilder::update(folder.path(), &*JIEBA).expect("whole");
    assert_eq!(builder.marks().expect("marks").len(), 2);
    drop(builder);
    assert_eq!(faults(folder.path()), []);
}

#[test]
fn an_update_does_not_hide_a_file_that_was_replaced() {
    let (folder, _searcher) = index(&["公共数据", "无关", "数据"]);
    let [one, other] = of_segments(folder.path(), ".store").try_into().expect("two segments");
    // To tantivy a whole file: its checksum stands at its end.
    fs::copy(folder.path().join(&other), folder.path().join(&one)).expect("copied");
    let replaced = [(one, State::Changed)];
    assert_eq!(faults(folder.path()), replaced);
    let builder = IndexBuilder::update(folder.path(), &*JIEBA).expect("whole");
    add(&builder, &[(5, "新的")], 6);
    builder.finish().expect("finished");
    assert_eq!(faults(folder.path()), replaced);
}

#[test]
fn an_index_without_a_list_is_of_another_version() {
    let (folder, _searcher) = index(&["公共数据"]);
    fs::remove_file(folder.path().join("files.json")).expect("removed");
    assert_eq!(verify(folder.path()), Err(Stale::Version));
    assert_eq!(check(folder.path(), &*JIEBA), Err(Stale::Version));
    assert_eq!(IndexBuilder::update(folder.path(), &*JIEBA).err(), Some(Stale::Version));
    for damaged in ["[", "{\"../meta.json\": \"\"}", "{\"..\": \"\"}"] {
        fs::write(folder.path().join("files.json"), damaged).expect("written");
        assert!(matches!(verify(folder.path()), Err(Stale::Damaged(_))), "{damaged}");
    }

    let empty = tempfile::tempdir().expect("folder");
    assert_eq!(verify(empty.path()), Err(Stale::Missing));
    assert_eq!(check(empty.path(), &*JIEBA), Err(Stale::Missing));
}

#[test]
fn a_check_asks_for_the_segmentation_and_changes_nothing() {
    let (folder, _searcher) = index(&["公共数据"]);
    let contents = || -> Vec<(PathBuf, Vec<u8>)> {
        let files = fs::read_dir(folder.path()).expect("folder").map(|entry| entry.expect("entry").path());
        let mut contents: Vec<_> = files.map(|path| (path.clone(), fs::read(path).expect("read"))).collect();
        contents.sort();
        contents
    };
    let before = contents();
    let other = Jieba::new(Some(UserDictionary::parse("公共数据\n").expect("dictionary")));
    assert!(matches!(check(folder.path(), &other), Err(Stale::Segmentation(..))));
    assert_eq!(check(folder.path(), &*JIEBA), Ok(()));
    assert!(contents() == before);
}

#[test]
fn a_copy_has_the_files_of_the_index_and_no_others() {
    let (folder, _searcher) = index(&["公共数据", "无关"]);
    fs::write(folder.path().join("notes.txt"), "mine").expect("written");
    let other = tempfile::tempdir().expect("folder");
    copy(folder.path(), other.path()).expect("copied");
    assert_eq!(check(other.path(), &*JIEBA), Ok(()));
    assert_eq!(faults(other.path()), []);
    change(other.path(), "公共的数据");
    assert_eq!(faults(other.path()), []);
    assert_eq!(faults(folder.path()), [("notes.txt".to_owned(), State::NotOurs)], "it stays as it was");

    let empty = tempfile::tempdir().expect("folder");
    assert_eq!(copy(empty.path(), other.path()), Err(Stale::Missing));
}
