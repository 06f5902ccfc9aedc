import './app.css';

/** The page: what stands where. Each area is a view of its own; they meet in the stores. */
export function App() {
  return (
    <div className="app">
      <header className="app-header" />
      <main className="app-stage">{/* <Stage/> */}</main>
      <aside className="app-side" aria-label="Evidence" />
      <section className="app-transport" aria-label="Time" />
      <section className="app-lower" aria-label="Log" />
      <footer className="app-foot" />
    </div>
  );
}
