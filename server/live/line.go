package live

import (
	"context"
	"time"

	"github.com/gorilla/websocket"

	"kring/server/live/route"
)

// line is where a conn's frames come from and go to.
type line interface {
	// read returns the next frame. A code refuses what came, or says why the other
	// end ended the line; then there is an error too.
	read() (frame []byte, code int, err error)
	write(frame []byte) error
	// ping keeps it alive.
	ping() error
	// close ends it and says why; 0 is nothing to say. deaf is closed when read has
	// ended.
	close(code int, deaf <-chan struct{})
}

// browser is a WebSocket.
type browser struct{ *websocket.Conn }

func newBrowser(ws *websocket.Conn) browser {
	b := browser{ws}
	ws.SetReadLimit(frameLimit)
	ws.SetPongHandler(func(string) error { return b.alive() })
	return b
}

func (b browser) alive() error { return b.SetReadDeadline(time.Now().Add(silence)) }

func (b browser) read() ([]byte, int, error) {
	_ = b.alive() // fails only when the socket is closed, and then so does reading
	what, frame, err := b.ReadMessage()
	if err == nil && what != websocket.TextMessage {
		return nil, websocket.CloseUnsupportedData, nil
	}
	return frame, 0, err
}

func (b browser) write(frame []byte) error {
	if err := b.SetWriteDeadline(time.Now().Add(writeTime)); err != nil {
		return err
	}
	return b.WriteMessage(websocket.TextMessage, frame)
}

func (b browser) ping() error {
	return b.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeTime))
}

// close waits a moment for the browser: what it sent meanwhile, unread, would
// make TCP throw the reason away.
func (b browser) close(code int, deaf <-chan struct{}) {
	if code != 0 && b.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(code, ""), time.Now().Add(time.Second)) == nil {
		patience := time.NewTimer(time.Second)
		defer patience.Stop()
		select {
		case <-deaf:
		case <-patience.C:
		}
	}
	_ = b.Close()
}

// away is a browser whose socket is on another node.
type away struct{ *route.Link }

func (a away) read() ([]byte, int, error) {
	frame, err := a.Receive()
	if err != nil {
		return nil, a.Code(), err
	}
	return frame, 0, nil
}

func (a away) write(frame []byte) error {
	ctx, cancel := context.WithTimeout(context.Background(), writeTime)
	defer cancel()
	return a.Send(ctx, frame)
}

func (away) ping() error { return nil } // nodes hear each other

func (a away) close(code int, _ <-chan struct{}) { a.End(code) }
