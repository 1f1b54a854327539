"""What a run was computed with is told, and nothing is told of another tree."""

import os
import shutil
import subprocess

import pytest

from perceptron_sim.computer import git_commit, installed_version, numpy_build, processor, versions


@pytest.fixture
def clone(tmp_path, monkeypatch):
    """A tree with one commit, and what git is to know of whoever makes it."""
    for name in ("GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"):
        monkeypatch.setenv(name, "nobody")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    tree = tmp_path / "clone"
    tree.mkdir()
    (tree / "file").write_text("one")
    for command in ("init --quiet", "add file", "commit --quiet --message=one"):
        git(tree, *command.split())
    return tree


def git(tree, *arguments):
    done = subprocess.run(["git", *arguments], cwd=tree, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def test_a_clone_tells_its_commit_and_whether_it_is_changed(clone):
    head = git(clone, "rev-parse", "HEAD")
    assert len(head) == 40
    assert git_commit(clone) == head
    git(clone, "tag", "v1")
    assert git_commit(clone) == head
    (clone / "file").write_text("two")
    assert git_commit(clone) == f"{head}-dirty"


def test_another_tree_that_the_environment_names_is_not_asked(clone, tmp_path, monkeypatch):
    head = git(clone, "rev-parse", "HEAD")
    monkeypatch.setenv("GIT_DIR", str(tmp_path / "elsewhere"))
    assert git_commit(clone) == head


def test_where_no_clone_is_there_is_no_commit_even_within_one(clone, tmp_path):
    (clone / "installed").mkdir()
    assert git_commit(clone / "installed") is None
    assert git_commit(tmp_path) is None
    shutil.rmtree(clone / ".git")
    (clone / ".git").write_text("damaged")
    assert git_commit(clone) is None


def test_without_git_there_is_no_commit(clone, monkeypatch):
    monkeypatch.setenv("PATH", str(clone))
    assert git_commit(clone) is None


def test_the_rest_is_told_everywhere():
    assert versions()["numpy"] == installed_version("numpy")
    assert processor()
    assert set(numpy_build()) == {"blas", "extensions"}
    assert installed_version("no-such-distribution") is None
