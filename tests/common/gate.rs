//! A door between a service and its database: shut, every connection is cut.

use std::io;

use tokio::{
    io::{AsyncReadExt, AsyncWriteExt, copy},
    net::{TcpListener, TcpStream},
    sync::watch,
};

#[derive(Clone, Copy, PartialEq)]
enum Door {
    Open,
    /// What is asked goes through, no answer comes back: whoever asks cannot know what became of it.
    Mute,
    Shut,
}

/// Forwards a port of loopback to a server.
pub(crate) struct Gate {
    door: watch::Sender<Door>,
}

impl Gate {
    /// A gate to the server of `url`, and the address of the database behind it.
    pub(crate) async fn before(url: &str) -> (Self, String) {
        let mut parsed = url::Url::parse(url).unwrap();
        let server = (parsed.host_str().unwrap().to_owned(), parsed.port().unwrap_or(5432));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let door = watch::Sender::new(Door::Open);
        let told = door.subscribe();
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (server, mut told) = (server.clone(), told.clone());
                tokio::spawn(async move {
                    if *told.borrow() == Door::Open {
                        let (through, cut) =
                            (told.clone(), told.wait_for(|door| *door == Door::Shut));
                        tokio::select! {
                            _ = forward(client, server, through) => {}
                            _ = cut => {}
                        }
                    }
                });
            }
        });
        parsed.set_host(Some("127.0.0.1")).unwrap();
        parsed.set_port(Some(address.port())).unwrap();
        (Self { door }, parsed.to_string())
    }

    /// Answers no more.
    pub(crate) fn is_mute(&self) {
        self.door.send_replace(Door::Mute);
    }

    /// Cuts every connection and takes none.
    pub(crate) fn shuts(&self) {
        self.door.send_replace(Door::Shut);
    }

    /// Takes connections again.
    pub(crate) fn opens(&self) {
        self.door.send_replace(Door::Open);
    }
}

async fn forward(
    client: TcpStream,
    server: (String, u16),
    mut door: watch::Receiver<Door>,
) -> io::Result<()> {
    let server = TcpStream::connect(server).await?;
    let (mut from_client, mut to_client) = client.into_split();
    let (mut from_server, mut to_server) = server.into_split();
    let answers = async {
        let mut buffer = vec![0; 16 << 10];
        loop {
            let read = from_server.read(&mut buffer).await?;
            let _ = door.wait_for(|door| *door != Door::Mute).await;
            if read == 0 {
                return Ok(());
            }
            to_client.write_all(&buffer[..read]).await?;
        }
    };
    tokio::select! {
        asked = copy(&mut from_client, &mut to_server) => asked.map(|_| ()),
        answered = answers => answered,
    }
}
