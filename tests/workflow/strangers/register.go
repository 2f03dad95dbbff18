// Reads a register over HTTP with the tools of Go's own checksum database: golang.org/x/mod/sumdb/note and tlog.
//
// Usage: register URL VERIFIER-KEY OLDER-SIZE. Says what it checked, or ends with 1 and says what does not hold.
package main

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const height = 8

type register struct {
	url  string
	kept map[string][]byte // tiles never change
}

func (r *register) tile(path string) ([]byte, error) {
	if data, known := r.kept[path]; known {
		return data, nil
	}
	data, err := r.get(path)
	r.kept[path] = data
	return data, err
}

func (r *register) get(path string) ([]byte, error) {
	answer, err := http.Get(r.url + "/" + path)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", path, answer.Status)
	}
	return io.ReadAll(answer.Body)
}

func (r *register) Height() int { return height }

func (r *register) SaveTiles([]tlog.Tile, [][]byte) {}

// ReadTiles reads tiles of hashes; tlog checks each against the tree before it uses a hash of it.
func (r *register) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, tile := range tiles {
		data, err := r.tile(strings.Replace(tile.Path(), "tile/8/", "tile/", 1))
		if err != nil {
			return nil, err
		}
		all = append(all, data)
	}
	return all, nil
}

// checkpoint reads a checkpoint whose signature holds, and returns the tree that it speaks of.
func (r *register) checkpoint(query, verifierKey string) (tree tlog.Tree, signers int, err error) {
	signed, err := r.get("checkpoint" + query)
	if err != nil {
		return tree, 0, err
	}
	verifier, err := note.NewVerifier(verifierKey)
	if err != nil {
		return tree, 0, err
	}
	opened, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return tree, 0, err
	}
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return tree, 0, fmt.Errorf("not a checkpoint of %s", verifier.Name())
	}
	if tree.N, err = strconv.ParseInt(lines[1], 10, 64); err != nil {
		return tree, 0, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	copy(tree.Hash[:], root)
	return tree, len(opened.Sigs) + len(opened.UnverifiedSigs), err
}

// entry reads the data of a leaf from its bundle.
func (r *register) entry(index, size int64) ([]byte, error) {
	tile := tlog.Tile{H: height, L: 0, N: index >> height, W: 1 << height}
	if rest := size - tile.N<<height; rest < 1<<height {
		tile.W = int(rest)
	}
	data, err := r.tile(strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1))
	for skipped := tile.N << height; err == nil; skipped++ {
		length := int(data[0])<<8 | int(data[1])
		if skipped == index {
			return data[2 : 2+length], nil
		}
		data = data[2+length:]
	}
	return nil, err
}

func check(url, verifierKey, olderSize string) error {
	r := &register{url: url, kept: map[string][]byte{}}
	tree, signers, err := r.checkpoint("", verifierKey)
	if err != nil {
		return err
	}
	fmt.Printf("checkpoint of size %d: %d signature lines, the register's holds\n", tree.N, signers)
	hashes := tlog.TileHashReader(tree, r)
	for index := int64(0); index < tree.N; index++ {
		data, err := r.entry(index, tree.N)
		if err != nil {
			return err
		}
		proof, err := tlog.ProveRecord(tree.N, index, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(data)); err != nil {
			return fmt.Errorf("leaf %d: %w", index, err)
		}
	}
	fmt.Printf("inclusion of %d leaves\n", tree.N)
	older, _, err := r.checkpoint("?size="+olderSize, verifierKey)
	if err != nil {
		return err
	}
	growth, err := tlog.ProveTree(tree.N, older.N, hashes)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(growth, tree.N, tree.Hash, older.N, older.Hash); err != nil {
		return err
	}
	fmt.Printf("consistency from %d to %d\n", older.N, tree.N)
	return nil
}

func main() {
	if err := check(os.Args[1], os.Args[2], os.Args[3]); err != nil {
		fmt.Println("does not hold:", err)
		os.Exit(1)
	}
}
