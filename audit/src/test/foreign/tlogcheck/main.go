// tlogcheck LOGDIR VKEYFILE INDEX...: checks single entries of a tile log in a directory with nothing but
// golang.org/x/mod/sumdb (the code behind Go's checksum database), which had no part in writing it.
package main

import (
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// logDir reads tiles of 256 hashes. x/mod writes the height into the path and says "data" for entries.
type logDir string

func (d logDir) Height() int { return 8 }

func (d logDir) SaveTiles([]tlog.Tile, [][]byte) {}

func (d logDir) file(t tlog.Tile) string {
	p := strings.Replace(strings.TrimPrefix(t.Path(), "tile/8/"), "data/", "entries/", 1)
	return filepath.Join(string(d), "tile", p)
}

func (d logDir) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var all [][]byte
	for _, t := range tiles {
		b, err := os.ReadFile(d.file(t))
		if err != nil {
			return nil, err
		}
		all = append(all, b)
	}
	return all, nil
}

func check(d logDir, vkeyFile string, indices []string) error {
	vkey, err := os.ReadFile(vkeyFile)
	if err != nil {
		return err
	}
	verifier, err := note.NewVerifier(strings.TrimSpace(string(vkey)))
	if err != nil {
		return err
	}
	signed, err := os.ReadFile(filepath.Join(string(d), "checkpoint"))
	if err != nil {
		return err
	}
	n, err := note.Open(signed, note.VerifierList(verifier))
	if err != nil {
		return err
	}
	lines := strings.Split(n.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		return fmt.Errorf("checkpoint text has another form or origin")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return err
	}
	root, err := tlog.ParseHash(lines[2])
	if err != nil {
		return err
	}
	hashes := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, d)
	for _, arg := range indices {
		i, err := strconv.ParseInt(arg, 10, 64)
		if err != nil {
			return err
		}
		bundle := tlog.Tile{H: 8, L: -1, N: i / 256, W: int(min(256, size-i/256*256))}
		b, err := os.ReadFile(d.file(bundle))
		if err != nil {
			return err
		}
		for k := int64(0); k < i%256; k++ {
			b = b[2+int(binary.BigEndian.Uint16(b)):]
		}
		entry := b[2 : 2+int(binary.BigEndian.Uint16(b))]
		proof, err := tlog.ProveRecord(size, i, hashes)
		if err != nil {
			return err
		}
		if err := tlog.CheckRecord(proof, size, root, i, tlog.RecordHash(entry)); err != nil {
			return err
		}
	}
	fmt.Printf("checked %d of %d entries\n", len(indices), size)
	return nil
}

func main() {
	if err := check(logDir(os.Args[1]), os.Args[2], os.Args[3:]); err != nil {
		fmt.Println("refused:", err)
		os.Exit(1)
	}
}
